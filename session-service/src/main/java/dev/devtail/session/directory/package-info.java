/** Which terminal-service owns which terminal. */
@NullMarked
package dev.devtail.session.directory;

import org.jspecify.annotations.NullMarked;
