/** Counting tokens, exactly where a tokenizer is public and as a labelled estimate elsewhere. */
@NullMarked
package dev.devtail.context.token;

import org.jspecify.annotations.NullMarked;
