/** Time that is measured, not told, and what is done as it goes by. */
@NullMarked
package dev.devtail.kit.time;

import org.jspecify.annotations.NullMarked;
