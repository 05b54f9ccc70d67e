/** Tests. */
@NullMarked
package dev.devtail.session.sessions.grpc;

import org.jspecify.annotations.NullMarked;
