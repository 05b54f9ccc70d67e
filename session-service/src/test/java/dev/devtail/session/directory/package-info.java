/** Tests. */
@NullMarked
package dev.devtail.session.directory;

import org.jspecify.annotations.NullMarked;
