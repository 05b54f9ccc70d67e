[(line_comment) (block_comment)] @comment

(package_header (qualified_identifier) @name) @definition.namespace
(import (qualified_identifier) @import)

(class_declaration "interface" name: (identifier) @name (class_body)? @body) @definition.interface
(class_declaration name: (identifier) @name (enum_class_body) @body) @definition.enum
(class_declaration name: (identifier) @name (class_body)? @body) @definition.class
(object_declaration name: (identifier) @name (class_body)? @body) @definition.class
(companion_object name: (identifier) @name (class_body)? @body) @definition.class
(type_alias type: (identifier) @name) @definition.type
(function_declaration name: (identifier) @name (function_body)? @body) @definition.function
(secondary_constructor "constructor" @name (block)? @body) @definition.constructor
(property_declaration (variable_declaration (identifier) @name) "=" . (_) @body) @definition.variable
(property_declaration (variable_declaration (identifier) @name) [(getter) (property_delegate)]? @body) @definition.variable
(enum_entry . (modifiers)? . (identifier) @name (class_body)? @body) @definition.variable

(annotation) @annotation
((annotation (user_type (identifier) @test)) (#match? @test "^(Test|ParameterizedTest|RepeatedTest|TestFactory)$"))
((annotation (constructor_invocation (user_type (identifier) @test)))
  (#match? @test "^(Test|ParameterizedTest|RepeatedTest|TestFactory)$"))

(user_type (identifier) @mention)
(call_expression . (identifier) @mention)
(call_expression . (navigation_expression (identifier) @mention .))
(callable_reference (identifier) @mention .)
(infix_expression (_) . (identifier) @mention)
(identifier) @capital

[
  (if_expression) (for_statement) (while_statement) (do_while_statement) (catch_block)
] @decision
(when_entry condition: (_) @decision)
(binary_expression ["&&" "||" "?:"] @decision)
