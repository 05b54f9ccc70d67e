/** terminal-service's gRPC side: the edge protocol's frames to and from terminals. */
@NullMarked
package dev.devtail.terminal.grpc;

import org.jspecify.annotations.NullMarked;
