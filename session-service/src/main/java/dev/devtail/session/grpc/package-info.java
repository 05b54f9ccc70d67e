/** What the gRPC ends of the features share. */
@NullMarked
package dev.devtail.session.grpc;

import org.jspecify.annotations.NullMarked;
