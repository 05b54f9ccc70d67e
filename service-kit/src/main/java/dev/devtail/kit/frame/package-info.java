/** Edge frames as bytes: what the keystroke path needs to know of them, without objects. */
@NullMarked
package dev.devtail.kit.frame;

import org.jspecify.annotations.NullMarked;
