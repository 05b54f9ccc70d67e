(comment) @comment

((command name: (command_name (word) @_source) argument: (_) @import) (#match? @_source "^(source|\\.)$"))

(function_definition name: (word) @name body: (_) @body) @definition.function
(program (variable_assignment name: (variable_name) @name value: (_)? @body) @definition.variable)
(program (declaration_command
  (variable_assignment name: (variable_name) @name value: (_)? @body)) @definition.variable)

(command_name (word) @mention)

[
  (if_statement) (elif_clause) (for_statement) (c_style_for_statement) (while_statement) (case_item)
] @decision
(list ["&&" "||"] @decision)
(binary_expression ["&&" "||"] @decision)
