/** Sessions: a user's pieces of work, each in one workspace. */
@NullMarked
package dev.devtail.session.sessions;

import org.jspecify.annotations.NullMarked;
