/** Tests. */
@NullMarked
package dev.devtail.router.budget;

import org.jspecify.annotations.NullMarked;
