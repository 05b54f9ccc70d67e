(comment) @comment

(import_statement source: (string (string_fragment) @import))
(export_statement source: (string (string_fragment) @import))
(call_expression function: (import) arguments: (arguments (string (string_fragment) @import)))
((call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import)))
  (#match? @_require "^require$"))

(function_declaration name: (identifier) @name body: (_) @body) @definition.function
(generator_function_declaration name: (identifier) @name body: (_) @body) @definition.function

((method_definition name: (property_identifier) @name body: (_) @body) @definition.constructor
  (#match? @name "^constructor$"))
(method_definition name: (_) @name body: (_) @body) @definition.method

(program (lexical_declaration (variable_declarator name: (identifier) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)])) @definition.function)
(export_statement (lexical_declaration (variable_declarator name: (identifier) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)])) @definition.function)
(program [(lexical_declaration (variable_declarator name: (identifier) @name value: (_)? @body))
  (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @body))] @definition.variable)
(export_statement (lexical_declaration (variable_declarator name: (identifier) @name
  value: (_)? @body)) @definition.variable)

((call_expression
  function: [
    (identifier) @_function
    (member_expression object: (identifier) @_function)
    (call_expression function: (member_expression object: (identifier) @_function))
  ]
  arguments: (arguments
    . [(string (string_fragment) @name) (template_string (string_fragment) @name)]
    [(arrow_function) (function_expression)] @body)) @definition.function @test
  (#match? @_function "^(describe|context|suite|it|test|specify)$"))

(export_statement) @extent
(decorator) @annotation
(decorator (identifier) @mention)

(call_expression function: (identifier) @mention)
(call_expression function: (member_expression property: (property_identifier) @mention))
(new_expression constructor: (identifier) @mention)
(member_expression property: (property_identifier) @capital)
(identifier) @capital

[
  (if_statement) (for_statement) (for_in_statement) (while_statement) (do_statement) (switch_case)
  (catch_clause) (ternary_expression)
] @decision
(binary_expression ["&&" "||" "??"] @decision)
