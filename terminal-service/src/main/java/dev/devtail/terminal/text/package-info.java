/**
 * Lines of text in what programs write, and words to find them by. Knows the JDK and faults only.
 */
@NullMarked
package dev.devtail.terminal.text;

import org.jspecify.annotations.NullMarked;
