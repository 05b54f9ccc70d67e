/**
 * The providers' protocols: what they demand of a request, how they write an answer and an error.
 */
@NullMarked
package dev.devtail.simulator.wire;

import org.jspecify.annotations.NullMarked;
