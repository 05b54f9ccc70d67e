/** Tests. */
@NullMarked
package dev.devtail.kit.identity;

import org.jspecify.annotations.NullMarked;
