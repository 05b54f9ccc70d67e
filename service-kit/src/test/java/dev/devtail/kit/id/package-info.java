/** Tests. */
@NullMarked
package dev.devtail.kit.id;

import org.jspecify.annotations.NullMarked;
