/** How much memory the process takes. */
@NullMarked
package dev.devtail.kit.heap;

import org.jspecify.annotations.NullMarked;
