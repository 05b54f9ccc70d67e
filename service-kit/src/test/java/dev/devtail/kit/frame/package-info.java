/** Tests. */
@NullMarked
package dev.devtail.kit.frame;

import org.jspecify.annotations.NullMarked;
