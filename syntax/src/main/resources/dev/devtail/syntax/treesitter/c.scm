(comment) @comment

(preproc_include path: [(string_literal) (system_lib_string)] @import)
(preproc_def name: (identifier) @name value: (_) @body) @definition.variable
(preproc_function_def name: (identifier) @name value: (_)? @body) @definition.function

(struct_specifier name: (type_identifier) @name body: (_) @body) @definition.struct
(union_specifier name: (type_identifier) @name body: (_) @body) @definition.type
(enum_specifier name: (type_identifier) @name body: (_) @body) @definition.enum
(enumerator name: (identifier) @name) @definition.variable
(type_definition type: (struct_specifier body: (_) @body) declarator: (type_identifier) @name) @definition.struct
(type_definition type: (enum_specifier body: (_) @body) declarator: (type_identifier) @name) @definition.enum
(type_definition type: (union_specifier body: (_) @body) declarator: (type_identifier) @name) @definition.type
(type_definition declarator: (type_identifier) @name) @definition.type
(type_definition declarator: (_ declarator: (type_identifier) @name)) @definition.type
(type_definition declarator: (function_declarator
  declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))) @definition.type

(function_definition
  declarator: (function_declarator declarator: (identifier) @name) body: (_) @body) @definition.function
(function_definition
  declarator: (_ (function_declarator declarator: (identifier) @name)) body: (_) @body) @definition.function
(declaration declarator: (function_declarator declarator: (identifier) @name)) @definition.function
(declaration declarator: (_ (function_declarator declarator: (identifier) @name))) @definition.function

(field_declaration declarator: (field_identifier) @name) @definition.variable
(field_declaration declarator: (_ declarator: (field_identifier) @name)) @definition.variable
(field_declaration declarator: (function_declarator
  declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name)))) @definition.variable
(declaration declarator: (identifier) @name) @definition.variable
(declaration declarator: (init_declarator declarator: (identifier) @name value: (_) @body)) @definition.variable
(declaration declarator: (init_declarator declarator: (_ declarator: (identifier) @name) value: (_) @body)) @definition.variable
(declaration declarator: (init_declarator
  declarator: (_ declarator: (_ declarator: (identifier) @name)) value: (_) @body)) @definition.variable
(declaration declarator: (pointer_declarator declarator: (identifier) @name)) @definition.variable
(declaration declarator: (array_declarator declarator: (identifier) @name)) @definition.variable

(type_identifier) @mention
(call_expression function: (identifier) @mention)
(call_expression function: (field_expression field: (field_identifier) @mention))
(identifier) @capital

[(if_statement) (for_statement) (while_statement) (do_statement) (conditional_expression)] @decision
(case_statement "case" @decision)
(binary_expression ["&&" "||"] @decision)
