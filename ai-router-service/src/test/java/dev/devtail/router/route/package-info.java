/** Tests. */
@NullMarked
package dev.devtail.router.route;

import org.jspecify.annotations.NullMarked;
