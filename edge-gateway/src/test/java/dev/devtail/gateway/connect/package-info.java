/** Tests. */
@NullMarked
package dev.devtail.gateway.connect;

import org.jspecify.annotations.NullMarked;
