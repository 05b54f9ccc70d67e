/** What a context looks like: files in more or less detail, and what is said around them. */
@NullMarked
package dev.devtail.context.render;

import org.jspecify.annotations.NullMarked;
