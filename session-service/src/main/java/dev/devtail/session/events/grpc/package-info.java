/** Events and metrics over gRPC. */
@NullMarked
package dev.devtail.session.events.grpc;

import org.jspecify.annotations.NullMarked;
