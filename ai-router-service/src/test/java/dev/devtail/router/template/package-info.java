/** Tests of prompt templates. */
@NullMarked
package dev.devtail.router.template;

import org.jspecify.annotations.NullMarked;
