(comment) @comment

(namespace_definition name: (_) @name body: (_)? @body) @definition.namespace
(namespace_use_declaration) @import
(include_expression (_) @import)
(include_once_expression (_) @import)
(require_expression (_) @import)
(require_once_expression (_) @import)

(class_declaration name: (name) @name body: (_) @body) @definition.class
(interface_declaration name: (name) @name body: (_) @body) @definition.interface
(trait_declaration name: (name) @name body: (_) @body) @definition.trait
(enum_declaration name: (name) @name body: (_) @body) @definition.enum
(enum_case name: (name) @name) @definition.variable
((method_declaration name: (name) @name body: (_)? @body) @definition.constructor (#match? @name "^__construct$"))
(method_declaration name: (name) @name body: (_)? @body) @definition.method
(function_definition name: (name) @name body: (_) @body) @definition.function
(const_declaration (const_element . (name) @name . (_) @body)) @definition.variable
(property_declaration (property_element name: (variable_name) @name default_value: (_)? @body)) @definition.variable

(attribute_list) @annotation
((attribute (name) @test) (#match? @test "^Test$"))
((method_declaration name: (name) @test) (#match? @test "^test"))

(function_call_expression function: (name) @mention)
(function_call_expression function: (qualified_name (name) @mention))
(member_call_expression name: (name) @mention)
(nullsafe_member_call_expression name: (name) @mention)
(scoped_call_expression name: (name) @mention)
(name) @capital

[
  (if_statement) (else_if_clause) (for_statement) (foreach_statement) (while_statement) (do_statement) (case_statement)
  (catch_clause) (conditional_expression) (match_conditional_expression)
] @decision
(binary_expression ["&&" "||" "??" "and" "or"] @decision)
