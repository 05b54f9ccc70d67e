/** ai-router-service: one lossless, metered door to every model. */
@NullMarked
package dev.devtail.router;

import org.jspecify.annotations.NullMarked;
