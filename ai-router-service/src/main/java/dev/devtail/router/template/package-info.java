/**
 * Prompt templates: text in versions, with parameters that are checked and no code in it. A
 * template is written in Mustache behind a head in YAML; {@link
 * dev.devtail.router.template.TemplateLibrary} holds those that come with DevTail and those of its
 * operator.
 */
@NullMarked
package dev.devtail.router.template;

import org.jspecify.annotations.NullMarked;
