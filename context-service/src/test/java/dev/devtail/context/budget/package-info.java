@NullMarked
package dev.devtail.context.budget;

import org.jspecify.annotations.NullMarked;
