@NullMarked
package dev.devtail.context.token;

import org.jspecify.annotations.NullMarked;
