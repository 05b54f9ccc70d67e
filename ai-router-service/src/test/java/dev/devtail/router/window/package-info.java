/** Tests. */
@NullMarked
package dev.devtail.router.window;

import org.jspecify.annotations.NullMarked;
