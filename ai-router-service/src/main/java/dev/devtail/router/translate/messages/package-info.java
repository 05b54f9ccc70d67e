/** Anthropic's Messages, of callers and of providers. */
@NullMarked
package dev.devtail.router.translate.messages;

import org.jspecify.annotations.NullMarked;
