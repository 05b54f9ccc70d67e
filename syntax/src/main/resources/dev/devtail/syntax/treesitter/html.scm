(comment) @comment

((element (start_tag (tag_name) @_tag) . (text) @name) @definition.heading (#match? @_tag "^([hH][1-6]|title)$"))
((element
  (start_tag (attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @name))) . (_) @body) @definition.key
  (#match? @_name "^id$"))
((element
  (start_tag (attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @name)))) @definition.key
  (#match? @_name "^id$"))
((element
  (start_tag (attribute (attribute_name) @_name (attribute_value) @name)) . (_) @body) @definition.key
  (#match? @_name "^id$"))
((element
  (start_tag (attribute (attribute_name) @_name (attribute_value) @name))) @definition.key
  (#match? @_name "^id$"))

((start_tag (tag_name) @_tag (attribute
    (attribute_name) @_name (quoted_attribute_value (attribute_value) @import)))
  (#match? @_tag "^(script|link)$") (#match? @_name "^(src|href)$"))
((self_closing_tag (tag_name) @_tag (attribute
    (attribute_name) @_name (quoted_attribute_value (attribute_value) @import)))
  (#match? @_tag "^(script|link)$") (#match? @_name "^(src|href)$"))
