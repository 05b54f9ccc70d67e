(jsx_opening_element name: (identifier) @capital)
(jsx_self_closing_element name: (identifier) @capital)
