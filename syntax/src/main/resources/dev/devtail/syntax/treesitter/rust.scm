[(line_comment) (block_comment)] @comment

(use_declaration argument: (_) @import)
(extern_crate_declaration name: (identifier) @import)

(mod_item name: (identifier) @name body: (_)? @body) @definition.namespace
(struct_item name: (type_identifier) @name body: (field_declaration_list)? @body) @definition.struct
(enum_item name: (type_identifier) @name body: (_) @body) @definition.enum
(enum_variant name: (identifier) @name) @definition.variable
(union_item name: (type_identifier) @name body: (_) @body) @definition.type
(trait_item name: (type_identifier) @name body: (_) @body) @definition.trait
(impl_item type: (type_identifier) @name body: (_) @body) @definition.type
(impl_item type: (generic_type type: (type_identifier) @name) body: (_) @body) @definition.type
(impl_item type: (scoped_type_identifier name: (type_identifier) @name) body: (_) @body) @definition.type
(type_item name: (type_identifier) @name) @definition.type
(associated_type name: (type_identifier) @name) @definition.type
(function_item name: (identifier) @name body: (_) @body) @definition.function
(function_signature_item name: (identifier) @name) @definition.function
(macro_definition name: (identifier) @name (macro_rule) @body) @definition.function
(field_declaration name: (field_identifier) @name) @definition.variable
(source_file [(const_item name: (identifier) @name value: (_)? @body)
  (static_item name: (identifier) @name value: (_)? @body)] @definition.variable)
(declaration_list [(const_item name: (identifier) @name value: (_)? @body)
  (static_item name: (identifier) @name value: (_)? @body)] @definition.variable)

(attribute_item) @annotation
(attribute_item
  (attribute [(identifier) @_name (scoped_identifier name: (identifier) @_name)])
  (#match? @_name "^(test|bench|rstest|test_case|quickcheck)$")) @test
(attribute_item
  (attribute (identifier) @_name arguments: (token_tree . (identifier) @_argument))
  (#match? @_name "^cfg$") (#match? @_argument "^test$")) @test

(type_identifier) @mention
(call_expression function: (identifier) @mention)
(call_expression function: (scoped_identifier name: (identifier) @mention))
(call_expression function: (field_expression field: (field_identifier) @mention))
(generic_function function: (identifier) @mention)
(generic_function function: (scoped_identifier name: (identifier) @mention))
(generic_function function: (field_expression field: (field_identifier) @mention))
(macro_invocation macro: (identifier) @mention)
(identifier) @capital

[(if_expression) (while_expression) (for_expression)] @decision
(binary_expression ["&&" "||"] @decision)
((match_arm pattern: (_) @decision) (#not-match? @decision "^_$"))
