/** Configuration and wiring. */
@NullMarked
package dev.devtail.router.config;

import org.jspecify.annotations.NullMarked;
