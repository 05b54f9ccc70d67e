/** Configuration and wiring of edge-gateway. */
@NullMarked
package dev.devtail.gateway.config;

import org.jspecify.annotations.NullMarked;
