/** Tests. */
@NullMarked
package dev.devtail.router.catalog;

import org.jspecify.annotations.NullMarked;
