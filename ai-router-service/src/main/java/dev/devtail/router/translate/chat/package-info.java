/** OpenAI's Chat Completions, of callers and of providers. */
@NullMarked
package dev.devtail.router.translate.chat;

import org.jspecify.annotations.NullMarked;
