/** Grants over gRPC. */
@NullMarked
package dev.devtail.session.access.grpc;

import org.jspecify.annotations.NullMarked;
