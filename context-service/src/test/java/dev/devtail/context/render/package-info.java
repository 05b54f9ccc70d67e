@NullMarked
package dev.devtail.context.render;

import org.jspecify.annotations.NullMarked;
