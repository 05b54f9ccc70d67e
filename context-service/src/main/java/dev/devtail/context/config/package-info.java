/** How the service is configured and put together. */
@NullMarked
package dev.devtail.context.config;

import org.jspecify.annotations.NullMarked;
