/** What callers and providers speak. */
@NullMarked
package dev.devtail.router.protocol;

import org.jspecify.annotations.NullMarked;
