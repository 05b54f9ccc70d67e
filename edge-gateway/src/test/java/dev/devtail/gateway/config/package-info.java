/** Tests. */
@NullMarked
package dev.devtail.gateway.config;

import org.jspecify.annotations.NullMarked;
