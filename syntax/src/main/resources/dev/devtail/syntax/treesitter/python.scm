(comment) @comment

(import_statement name: (dotted_name) @import)
(import_statement name: (aliased_import name: (dotted_name) @import))
(import_from_statement module_name: (_) @import)

(class_definition
  name: (identifier) @name
  body: (block . (expression_statement . (string) @doc)) @body) @definition.class
(class_definition name: (identifier) @name body: (_) @body) @definition.class
((function_definition name: (identifier) @name body: (_) @body) @definition.constructor
  (#match? @name "^__init__$"))
(function_definition
  name: (identifier) @name
  body: (block . (expression_statement . (string) @doc)) @body) @definition.function
(function_definition name: (identifier) @name body: (_) @body) @definition.function

(module
  (expression_statement (assignment left: (identifier) @name right: (_)? @body) @definition.variable))
(class_definition
  body: (block
    (expression_statement (assignment left: (identifier) @name right: (_)? @body) @definition.variable)))
(type_alias_statement left: (type [(identifier) (generic_type (identifier))] @name)) @definition.type

(decorated_definition) @extent
(decorator) @annotation
(decorator (identifier) @mention)
(decorator (attribute attribute: (identifier) @mention))

((function_definition name: (identifier) @test) (#match? @test "^test"))
((class_definition name: (identifier) @test) (#match? @test "^Test"))

(call function: (identifier) @mention)
(call function: (attribute attribute: (identifier) @mention))
(class_definition superclasses: (argument_list (identifier) @mention))
(type (identifier) @mention)
(identifier) @capital

[
  (if_statement) (elif_clause) (for_statement) (while_statement) (except_clause)
  (conditional_expression) (boolean_operator) (for_in_clause) (if_clause)
] @decision
((case_clause (case_pattern) @decision) (#not-match? @decision "^_$"))
