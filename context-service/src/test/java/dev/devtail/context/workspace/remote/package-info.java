@NullMarked
package dev.devtail.context.workspace.remote;

import org.jspecify.annotations.NullMarked;
