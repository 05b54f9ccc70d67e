/** Tests. */
@NullMarked
package dev.devtail.kit.time;

import org.jspecify.annotations.NullMarked;
