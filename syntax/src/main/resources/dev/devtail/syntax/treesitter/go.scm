(comment) @comment

(package_clause (package_identifier) @name) @definition.namespace
(import_spec path: (_) @import)

(function_declaration name: (identifier) @name body: (_)? @body) @definition.function
(method_declaration name: (field_identifier) @name body: (_)? @body) @definition.method
(method_elem name: (field_identifier) @name) @definition.method

(type_spec name: (type_identifier) @name type: (struct_type (field_declaration_list) @body)) @definition.struct
(type_spec name: (type_identifier) @name type: (interface_type "{" @body)) @definition.interface
(type_spec name: (type_identifier) @name) @definition.type
(type_alias name: (type_identifier) @name) @definition.type
(field_declaration name: (field_identifier) @name) @definition.variable

(source_file (const_declaration (const_spec name: (identifier) @name value: (_)? @body) @definition.variable))
(source_file (var_declaration (var_spec name: (identifier) @name value: (_)? @body) @definition.variable))
(source_file
  (var_declaration (var_spec_list (var_spec name: (identifier) @name value: (_)? @body) @definition.variable)))

[(type_declaration) (const_declaration) (var_declaration)] @extent

((function_declaration name: (identifier) @test)
  (#match? @test "^(Test|Benchmark|Fuzz|Example)([^a-z]|$)"))

(type_identifier) @mention
(call_expression function: (identifier) @mention)
(call_expression function: (selector_expression field: (field_identifier) @mention))
(selector_expression field: (field_identifier) @capital)
(identifier) @capital

[(if_statement) (for_statement) (expression_case) (type_case) (communication_case)] @decision
(binary_expression ["&&" "||"] @decision)
