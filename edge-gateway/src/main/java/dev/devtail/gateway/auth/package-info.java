/** Who a client is. */
@NullMarked
package dev.devtail.gateway.auth;

import org.jspecify.annotations.NullMarked;
