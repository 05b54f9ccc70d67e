@NullMarked
package dev.devtail.syntax.worker;

import org.jspecify.annotations.NullMarked;
