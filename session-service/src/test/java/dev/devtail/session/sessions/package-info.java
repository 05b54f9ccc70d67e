/** Tests of sessions. */
@NullMarked
package dev.devtail.session.sessions;

import org.jspecify.annotations.NullMarked;
