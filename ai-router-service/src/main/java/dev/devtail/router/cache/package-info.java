/** Answers that are given again to the very same request of the same user. */
@NullMarked
package dev.devtail.router.cache;

import org.jspecify.annotations.NullMarked;
