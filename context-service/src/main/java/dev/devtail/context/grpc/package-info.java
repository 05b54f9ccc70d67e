/** The service as gRPC knows it. */
@NullMarked
package dev.devtail.context.grpc;

import org.jspecify.annotations.NullMarked;
