/** How the services talk to each other: servers, channels, identity and faults on the wire. */
@NullMarked
package dev.devtail.kit.grpc;

import org.jspecify.annotations.NullMarked;
