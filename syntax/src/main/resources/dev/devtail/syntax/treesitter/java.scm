[(line_comment) (block_comment)] @comment

(package_declaration [(identifier) (scoped_identifier)] @name) @definition.namespace
(import_declaration [(identifier) (scoped_identifier)] @import)

(class_declaration name: (identifier) @name body: (_) @body) @definition.class
(interface_declaration name: (identifier) @name body: (_) @body) @definition.interface
(enum_declaration name: (identifier) @name body: (_) @body) @definition.enum
(record_declaration name: (identifier) @name body: (_) @body) @definition.record
(annotation_type_declaration name: (identifier) @name body: (_) @body) @definition.type

(method_declaration name: (identifier) @name body: (_)? @body) @definition.method
(annotation_type_element_declaration name: (identifier) @name) @definition.method
(constructor_declaration name: (identifier) @name body: (_) @body) @definition.constructor
(compact_constructor_declaration name: (identifier) @name body: (_) @body) @definition.constructor

(field_declaration
  declarator: (variable_declarator name: (identifier) @name value: (_)? @body)) @definition.variable
(constant_declaration
  declarator: (variable_declarator name: (identifier) @name value: (_)? @body)) @definition.variable
(enum_constant name: (identifier) @name body: (_)? @body) @definition.variable

[(annotation) (marker_annotation)] @annotation
(annotation name: (identifier) @mention)
(marker_annotation name: (identifier) @mention)

((marker_annotation name: (identifier) @test)
  (#match? @test "^(Test|TestFactory|TestTemplate|ParameterizedTest|RepeatedTest|Property|Example|Theory)$"))
((annotation name: (identifier) @test)
  (#match? @test "^(Test|TestFactory|TestTemplate|ParameterizedTest|RepeatedTest|Property|Example|Theory)$"))

(type_identifier) @mention
(method_invocation name: (identifier) @mention)
(method_invocation object: (identifier) @capital)
(method_reference (identifier) @mention)
(field_access object: (identifier) @capital)
(field_access field: (identifier) @capital)
(argument_list (identifier) @capital)
(binary_expression (identifier) @capital)
(switch_label (identifier) @capital)
(element_value_pair value: (identifier) @capital)

[
  (if_statement) (while_statement) (do_statement) (for_statement) (enhanced_for_statement)
  (catch_clause) (ternary_expression)
] @decision
(switch_label "case" @decision)
(binary_expression ["&&" "||"] @decision)
