/** Coding agents as they are installed, driven without a terminal. */
@NullMarked
package dev.devtail.it.agents;

import org.jspecify.annotations.NullMarked;
