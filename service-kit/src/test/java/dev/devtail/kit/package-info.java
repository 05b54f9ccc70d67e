/** Tests. */
@NullMarked
package dev.devtail.kit;

import org.jspecify.annotations.NullMarked;
