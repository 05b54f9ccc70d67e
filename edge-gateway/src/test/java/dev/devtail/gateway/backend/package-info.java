/** Tests. */
@NullMarked
package dev.devtail.gateway.backend;

import org.jspecify.annotations.NullMarked;
