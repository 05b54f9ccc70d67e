/** Tests. */
@NullMarked
package dev.devtail.router.usage;

import org.jspecify.annotations.NullMarked;
