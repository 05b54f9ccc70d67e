/** OpenAI's Responses, of callers. */
@NullMarked
package dev.devtail.router.translate.responses;

import org.jspecify.annotations.NullMarked;
