/** The context cache over gRPC. */
@NullMarked
package dev.devtail.session.contextcache.grpc;

import org.jspecify.annotations.NullMarked;
