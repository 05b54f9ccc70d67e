/** Frames that no client would send, and a gateway that must bear them. */
@NullMarked
package dev.devtail.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
