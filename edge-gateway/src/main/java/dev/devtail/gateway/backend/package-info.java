/** The services behind the gateway. */
@NullMarked
package dev.devtail.gateway.backend;

import org.jspecify.annotations.NullMarked;
