@NullMarked
package dev.devtail.kit.workspace.secret;

import org.jspecify.annotations.NullMarked;
