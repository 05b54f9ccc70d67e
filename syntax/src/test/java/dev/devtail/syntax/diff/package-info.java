@NullMarked
package dev.devtail.syntax.diff;

import org.jspecify.annotations.NullMarked;
