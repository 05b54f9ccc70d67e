/** What the tests of session-service share. */
@NullMarked
package dev.devtail.session.testing;

import org.jspecify.annotations.NullMarked;
