@NullMarked
package dev.devtail.context.select;

import org.jspecify.annotations.NullMarked;
