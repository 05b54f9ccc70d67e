@NullMarked
package dev.devtail.syntax;

import org.jspecify.annotations.NullMarked;
