/** Tests of session-service as a whole. */
@NullMarked
package dev.devtail.session;

import org.jspecify.annotations.NullMarked;
