/** Tests. */
@NullMarked
package dev.devtail.router.exchange;

import org.jspecify.annotations.NullMarked;
