-- Our own, for tests.
CREATE SCHEMA shop;

CREATE TYPE size AS ENUM ('small', 'large');

-- Holds items. They are sorted.
CREATE TABLE IF NOT EXISTS shop.shelves (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    room_id bigint REFERENCES shop.rooms (id)
);

/* By name. */
CREATE UNIQUE INDEX shelves_by_name ON shop.shelves (name);

CREATE SEQUENCE numbers;

CREATE VIEW shop.wide_shelves AS
SELECT s.id, count(i.id) AS items, CASE WHEN s.id > 1 THEN 'größer 🛒' ELSE '' END
FROM shop.shelves s
JOIN shop.items i ON i.shelf_id = s.id
GROUP BY s.id;

CREATE MATERIALIZED VIEW totals AS SELECT sum(price) FROM shop.items;

CREATE OR REPLACE FUNCTION shop.price_of(item bigint) RETURNS bigint AS $$
  SELECT price FROM shop.items WHERE id = item;
$$ LANGUAGE sql;

CREATE TRIGGER shelves_changed AFTER UPDATE ON shop.shelves
FOR EACH ROW EXECUTE FUNCTION notify_changed();

ALTER TABLE shop.shelves ADD COLUMN width int;

INSERT INTO shop.shelves (id, name) VALUES (1, 'oak');
SELECT shop.price_of(1);
