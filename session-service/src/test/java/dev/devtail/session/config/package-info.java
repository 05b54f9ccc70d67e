/** Tests. */
@NullMarked
package dev.devtail.session.config;

import org.jspecify.annotations.NullMarked;
