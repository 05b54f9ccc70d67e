/** The WebSocket endpoint: connections, channels, and frames passed on as they are. */
@NullMarked
package dev.devtail.gateway.connect;

import org.jspecify.annotations.NullMarked;
