/** Tests. */
@NullMarked
package dev.devtail.router.sse;

import org.jspecify.annotations.NullMarked;
