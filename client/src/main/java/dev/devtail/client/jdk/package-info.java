/** The client on the JDK's own WebSocket and threads. */
@NullMarked
package dev.devtail.client.jdk;

import org.jspecify.annotations.NullMarked;
