@NullMarked
package dev.devtail.kit.workspace;

import org.jspecify.annotations.NullMarked;
