/** Starts what is measured, and leaves nothing running. */
@NullMarked
package dev.devtail.bench.deploy;

import org.jspecify.annotations.NullMarked;
