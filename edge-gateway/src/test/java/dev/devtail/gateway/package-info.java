/** Tests. */
@NullMarked
package dev.devtail.gateway;

import org.jspecify.annotations.NullMarked;
