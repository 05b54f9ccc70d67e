/** What is sent of an answer, when, and where it breaks off. */
@NullMarked
package dev.devtail.simulator.delivery;

import org.jspecify.annotations.NullMarked;
