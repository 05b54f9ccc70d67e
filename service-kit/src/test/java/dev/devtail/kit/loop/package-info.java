/** Tests. */
@NullMarked
package dev.devtail.kit.loop;

import org.jspecify.annotations.NullMarked;
