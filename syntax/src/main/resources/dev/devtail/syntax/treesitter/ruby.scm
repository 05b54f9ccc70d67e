(comment) @comment

((call method: (identifier) @_require arguments: (argument_list (string (string_content) @import)))
  (#match? @_require "^(require|require_relative|load)$"))

(module name: (_) @name body: (_)? @body) @definition.namespace
(class name: (_) @name body: (_)? @body) @definition.class
((method name: (identifier) @name body: (_)? @body) @definition.constructor (#match? @name "^initialize$"))
(method name: (_) @name body: (_)? @body) @definition.function
(singleton_method name: (_) @name body: (_)? @body) @definition.method
(assignment left: (constant) @name right: (_) @body) @definition.variable
((call method: (identifier) @_attribute arguments: (argument_list (simple_symbol) @name)) @definition.variable
  (#match? @_attribute "^attr_(reader|writer|accessor)$"))

((call
  method: (identifier) @_function
  arguments: (argument_list . [(string (string_content) @name) (constant) @name (scope_resolution) @name])
  block: (_) @body) @definition.function @test
  (#match? @_function "^(describe|context|it|specify|feature|scenario|test|should)$"))
((method name: (identifier) @test) (#match? @test "^test_"))
((class superclass: (superclass (_) @test)) (#match? @test "(Test|TestCase)$"))

(constant) @mention
(call method: (identifier) @mention)
(call method: (constant) @mention)

[
  (if) (unless) (elsif) (if_modifier) (unless_modifier) (while) (until) (while_modifier) (until_modifier) (for)
  (when) (in_clause) (rescue) (rescue_modifier) (conditional)
] @decision
(binary ["&&" "||" "and" "or"] @decision)
