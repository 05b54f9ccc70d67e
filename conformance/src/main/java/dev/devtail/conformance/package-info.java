/**
 * The rules of {@code docs/protocol.md}, each with a check that any gateway can be held to. It
 * knows the schema and nothing else of DevTail: what it says over the wire is what the guide says.
 */
@NullMarked
package dev.devtail.conformance;

import org.jspecify.annotations.NullMarked;
