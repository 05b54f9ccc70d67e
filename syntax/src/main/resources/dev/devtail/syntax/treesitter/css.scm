[(comment) (js_comment)] @comment

(import_statement (string_value) @import)
(import_statement (call_expression (arguments (_) @import)))

(rule_set (selectors) @name (block) @body) @definition.rule
(media_statement . (_) @name (block) @body) @definition.rule
(supports_statement . (_) @name (block) @body) @definition.rule
(keyframes_statement (keyframes_name) @name (keyframe_block_list) @body) @definition.rule
((declaration (property_name) @name . (_) @body) @definition.variable (#match? @name "^--"))
