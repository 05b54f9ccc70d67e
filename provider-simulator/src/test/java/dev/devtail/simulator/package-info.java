/** Tests of the simulator. */
@NullMarked
package dev.devtail.simulator;

import org.jspecify.annotations.NullMarked;
