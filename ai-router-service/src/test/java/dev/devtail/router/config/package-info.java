/** Tests. */
@NullMarked
package dev.devtail.router.config;

import org.jspecify.annotations.NullMarked;
