/** The event loops that sockets, gRPC and terminals share. */
@NullMarked
package dev.devtail.kit.loop;

import org.jspecify.annotations.NullMarked;
