[(comment) (block_comment)] @comment

(package_clause name: (package_identifier) @name) @definition.namespace
(import_declaration) @import

(class_definition name: (_) @name body: (_)? @body) @definition.class
(object_definition name: (_) @name body: (_)? @body) @definition.class
(package_object name: (_) @name body: (_)? @body) @definition.class
(trait_definition name: (_) @name body: (_)? @body) @definition.trait
(enum_definition name: (_) @name body: (_) @body) @definition.enum
(simple_enum_case name: (_) @name) @definition.variable
(full_enum_case name: (_) @name) @definition.variable
(type_definition name: (_) @name) @definition.type
(function_definition name: (_) @name body: (_) @body) @definition.function
(function_declaration name: (_) @name) @definition.function
(given_definition name: (_) @name body: (_)? @body) @definition.variable
(val_definition pattern: (identifier) @name value: (_) @body) @definition.variable
(var_definition pattern: (identifier) @name value: (_) @body) @definition.variable
(val_definition pattern: (identifiers (identifier) @name) value: (_) @body) @definition.variable
(var_definition pattern: (identifiers (identifier) @name) value: (_) @body) @definition.variable
(val_declaration name: (_) @name) @definition.variable
(var_declaration name: (_) @name) @definition.variable

((call_expression
  function: (call_expression function: (identifier) @_function arguments: (arguments . (string) @name))
  arguments: (_) @body) @definition.function @test
  (#match? @_function "^(test|it|describe|feature|scenario|property)$"))

(annotation) @annotation
((annotation name: (type_identifier) @test) (#match? @test "^Test$"))
((class_definition extend: (extends_clause (type_identifier) @test)) (#match? @test "(Suite|Spec|Test)$"))

(type_identifier) @mention
(call_expression function: (identifier) @mention)
(call_expression function: (field_expression field: (identifier) @mention))
(generic_function function: (identifier) @mention)
(generic_function function: (field_expression field: (identifier) @mention))
(infix_expression operator: (identifier) @mention)
(identifier) @capital

[(if_expression) (while_expression) (do_while_expression) (for_expression)] @decision
((case_clause pattern: (_) @decision) (#not-match? @decision "^_$"))
((infix_expression operator: (operator_identifier) @decision) (#match? @decision "^(&&|\\|\\|)$"))
