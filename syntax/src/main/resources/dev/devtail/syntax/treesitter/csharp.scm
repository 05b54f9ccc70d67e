(comment) @comment

(using_directive [(identifier) (qualified_name)] @import)
(namespace_declaration name: (_) @name body: (_) @body) @definition.namespace
(file_scoped_namespace_declaration name: (_) @name) @definition.namespace

(class_declaration name: (identifier) @name body: (_)? @body) @definition.class
(interface_declaration name: (identifier) @name body: (_) @body) @definition.interface
(struct_declaration name: (identifier) @name body: (_)? @body) @definition.struct
(record_declaration name: (identifier) @name body: (_)? @body) @definition.record
(enum_declaration name: (identifier) @name body: (_) @body) @definition.enum
(enum_member_declaration name: (identifier) @name) @definition.variable
(delegate_declaration name: (identifier) @name) @definition.type

(method_declaration name: (identifier) @name body: (_)? @body) @definition.method
(constructor_declaration name: (identifier) @name body: (_) @body) @definition.constructor
(destructor_declaration name: (identifier) @name body: (_) @body) @definition.method
(operator_declaration operator: _ @name body: (_) @body) @definition.method
(local_function_statement name: (identifier) @name body: (_) @body) @definition.function
(indexer_declaration "this" @name accessors: (_) @body) @definition.method
(property_declaration name: (identifier) @name [accessors: (_) value: (arrow_expression_clause)] @body) @definition.variable
(event_declaration name: (identifier) @name) @definition.variable
(event_field_declaration (variable_declaration (variable_declarator name: (identifier) @name))) @definition.variable
(field_declaration (variable_declaration (variable_declarator name: (identifier) @name "=" . (_) @body))) @definition.variable
(field_declaration (variable_declaration (variable_declarator name: (identifier) @name))) @definition.variable

(attribute_list) @annotation
((attribute name: (identifier) @test)
  (#match? @test "^(Fact|Theory|Test|TestCase|TestMethod|DataTestMethod|Property)$"))

(invocation_expression function: (identifier) @mention)
(invocation_expression function: (member_access_expression name: (identifier) @mention))
(identifier) @capital

[
  (if_statement) (for_statement) (foreach_statement) (while_statement) (do_statement) (catch_clause)
  (conditional_expression)
] @decision
(switch_section "case" @decision)
((switch_expression_arm . (_) @decision) (#not-match? @decision "^_$"))
(binary_expression ["&&" "||" "??"] @decision)
