/** Tests. */
@NullMarked
package dev.devtail.router.request;

import org.jspecify.annotations.NullMarked;
