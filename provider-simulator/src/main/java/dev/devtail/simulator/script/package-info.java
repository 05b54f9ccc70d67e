/**
 * What a simulated model answers, and what goes wrong: pure values, the same for every protocol.
 */
@NullMarked
package dev.devtail.simulator.script;

import org.jspecify.annotations.NullMarked;
