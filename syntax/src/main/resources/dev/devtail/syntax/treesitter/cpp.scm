(namespace_definition name: (_) @name body: (_) @body) @definition.namespace
(using_declaration [(identifier) (qualified_identifier)] @import)

(class_specifier name: (type_identifier) @name body: (_) @body) @definition.class
(class_specifier name: (template_type name: (type_identifier) @name) body: (_) @body) @definition.class
(struct_specifier name: (template_type name: (type_identifier) @name) body: (_) @body) @definition.struct
(alias_declaration name: (type_identifier) @name) @definition.type
(concept_definition name: (identifier) @name) @definition.type

((function_definition
  declarator: (function_declarator
    declarator: (identifier) @_macro
    parameters: (parameter_list (parameter_declaration) . (parameter_declaration type: (type_identifier) @name)))
  body: (_) @body) @definition.function @test
  (#match? @_macro "^TEST(_F|_P)?$"))

(function_definition declarator: (function_declarator
  declarator: [(field_identifier) (destructor_name) (operator_name)] @name) body: (_)? @body) @definition.function
(function_definition declarator: (_ (function_declarator
  declarator: [(field_identifier) (operator_name)] @name)) body: (_)? @body) @definition.function
(function_definition declarator: (operator_cast) @name body: (_) @body) @definition.method
(function_definition declarator: (function_declarator declarator: (qualified_identifier
  name: [(identifier) (destructor_name) (operator_name)] @name)) body: (_)? @body) @definition.method
(function_definition declarator: (function_declarator declarator: (qualified_identifier
  name: (qualified_identifier name: (_) @name))) body: (_)? @body) @definition.method
(function_definition declarator: (_ (function_declarator declarator: (qualified_identifier
  name: [(identifier) (operator_name)] @name))) body: (_)? @body) @definition.method
(field_declaration declarator: (function_declarator
  declarator: [(field_identifier) (operator_name)] @name)) @definition.method
(field_declaration declarator: (_ (function_declarator
  declarator: [(field_identifier) (operator_name)] @name))) @definition.method
(declaration declarator: (function_declarator declarator: (destructor_name) @name)) @definition.method
(field_declaration declarator: (field_identifier) @name default_value: (_) @body) @definition.variable

(template_declaration) @extent
(attribute_declaration) @annotation

(namespace_identifier) @capital
(template_function name: (identifier) @mention)
(call_expression function: (qualified_identifier name: (identifier) @mention))
(call_expression function: (template_function name: (identifier) @mention))

[(for_range_loop) (catch_clause)] @decision
