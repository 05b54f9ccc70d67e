[(comment) (multiline_comment)] @comment

(import_declaration (identifier) @import)

(class_declaration declaration_kind: "struct" name: (_) @name body: (_) @body) @definition.struct
(class_declaration declaration_kind: "enum" name: (_) @name body: (_) @body) @definition.enum
(class_declaration declaration_kind: "extension" name: (_) @name body: (_) @body) @definition.type
(class_declaration name: (_) @name body: (_) @body) @definition.class
(protocol_declaration name: (_) @name body: (_) @body) @definition.trait
(typealias_declaration name: (type_identifier) @name) @definition.type
(associatedtype_declaration name: (type_identifier) @name) @definition.type
(function_declaration name: (simple_identifier) @name body: (_) @body) @definition.function
(protocol_function_declaration name: (simple_identifier) @name) @definition.method
(init_declaration name: "init" @name body: (_)? @body) @definition.constructor
(deinit_declaration "deinit" @name body: (_) @body) @definition.method
(subscript_declaration "subscript" @name (computed_property) @body) @definition.method
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name) value: (_) @body) @definition.variable
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name)
  computed_value: (_)? @body) @definition.variable
(protocol_property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @definition.variable
(enum_entry name: (simple_identifier) @name) @definition.variable

(attribute) @annotation
((attribute (user_type (type_identifier) @test)) (#match? @test "^Test$"))
((function_declaration name: (simple_identifier) @test) (#match? @test "^test([^a-z]|$)"))

(type_identifier) @mention
(call_expression . (simple_identifier) @mention)
(call_expression . (navigation_expression suffix: (navigation_suffix suffix: (simple_identifier) @mention)))
(simple_identifier) @capital

[
  (if_statement) (guard_statement) (for_statement) (while_statement) (repeat_while_statement) (catch_block)
  (ternary_expression) (conjunction_expression) (disjunction_expression) (nil_coalescing_expression)
] @decision
(switch_entry (switch_pattern) @decision)
