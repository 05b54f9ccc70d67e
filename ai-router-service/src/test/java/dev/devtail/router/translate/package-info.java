/** Tests. */
@NullMarked
package dev.devtail.router.translate;

import org.jspecify.annotations.NullMarked;
