/** What happened in a session, and what was measured in it. */
@NullMarked
package dev.devtail.session.events;

import org.jspecify.annotations.NullMarked;
