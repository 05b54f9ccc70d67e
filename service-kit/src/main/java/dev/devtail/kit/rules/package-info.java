/** The one point where the field rules of the .proto files are enforced. */
@NullMarked
package dev.devtail.kit.rules;

import org.jspecify.annotations.NullMarked;
