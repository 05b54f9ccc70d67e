/** What is wanted of a workspace, how much of each file, and why. */
@NullMarked
package dev.devtail.context.select;

import org.jspecify.annotations.NullMarked;
