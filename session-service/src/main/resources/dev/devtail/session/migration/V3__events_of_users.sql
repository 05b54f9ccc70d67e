-- Whose session it was: it may be deleted by the time that its last events come. Null: not known.
alter table events add column user_name text;
