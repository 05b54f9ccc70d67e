/**
 * Providers of models, simulated: their protocols, their strictness and their faults, without a
 * key.
 */
@NullMarked
package dev.devtail.simulator;

import org.jspecify.annotations.NullMarked;
