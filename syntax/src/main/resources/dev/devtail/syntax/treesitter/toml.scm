(comment) @comment

(document (pair . (_) @name . (_) @body) @definition.key)
(table . (_) @name . (pair)? @body) @definition.key
(table_array_element . (_) @name . (pair)? @body) @definition.key
(table (pair . (_) @name . (_) @body) @definition.key)
(table_array_element (pair . (_) @name . (_) @body) @definition.key)
