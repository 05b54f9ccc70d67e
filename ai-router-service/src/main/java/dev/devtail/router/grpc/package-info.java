/** The service over gRPC. */
@NullMarked
package dev.devtail.router.grpc;

import org.jspecify.annotations.NullMarked;
