@NullMarked
package dev.devtail.context.workspace;

import org.jspecify.annotations.NullMarked;
