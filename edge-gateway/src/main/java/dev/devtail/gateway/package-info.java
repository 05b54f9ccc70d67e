/** edge-gateway: where clients arrive. */
@NullMarked
package dev.devtail.gateway;

import org.jspecify.annotations.NullMarked;
