/** Tests of the package. */
@NullMarked
package dev.devtail.simulator.delivery;

import org.jspecify.annotations.NullMarked;
