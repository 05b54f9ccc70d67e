/** Tests. */
@NullMarked
package dev.devtail.kit.rules;

import org.jspecify.annotations.NullMarked;
