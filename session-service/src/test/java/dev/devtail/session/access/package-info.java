/** Tests. */
@NullMarked
package dev.devtail.session.access;

import org.jspecify.annotations.NullMarked;
