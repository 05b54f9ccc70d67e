[(comment) (marginalia)] @comment

(create_table (object_reference name: (identifier) @name) (column_definitions)? @body) @definition.table
(create_view (object_reference name: (identifier) @name) (create_query)? @body) @definition.table
(create_materialized_view (object_reference name: (identifier) @name) (create_query)? @body) @definition.table
(create_type (object_reference name: (identifier) @name)) @definition.type
(create_schema (identifier) @name) @definition.namespace
(create_sequence (object_reference name: (identifier) @name)) @definition.variable
(create_index column: (identifier) @name) @definition.variable
(create_function (object_reference name: (identifier) @name) (function_body) @body) @definition.function
(create_trigger . (keyword_create) (object_reference name: (identifier) @name)) @definition.function
(column_definition name: (identifier) @name) @definition.variable

(object_reference name: (identifier) @mention)

[(when_clause)] @decision
