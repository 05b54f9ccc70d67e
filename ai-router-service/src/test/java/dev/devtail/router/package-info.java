/** Tests. */
@NullMarked
package dev.devtail.router;

import org.jspecify.annotations.NullMarked;
