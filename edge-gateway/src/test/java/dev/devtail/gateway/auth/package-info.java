/** Tests. */
@NullMarked
package dev.devtail.gateway.auth;

import org.jspecify.annotations.NullMarked;
