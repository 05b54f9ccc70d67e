/** Tests. */
@NullMarked
package dev.devtail.session.events;

import org.jspecify.annotations.NullMarked;
