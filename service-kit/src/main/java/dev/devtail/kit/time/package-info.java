/** Time that is measured, not told. */
@NullMarked
package dev.devtail.kit.time;

import org.jspecify.annotations.NullMarked;
