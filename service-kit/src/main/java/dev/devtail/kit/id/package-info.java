/** Names that services give to what they make. */
@NullMarked
package dev.devtail.kit.id;

import org.jspecify.annotations.NullMarked;
