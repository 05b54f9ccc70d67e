/** Where models are: addresses, keys, and calls to them over HTTP. */
@NullMarked
package dev.devtail.router.provider;

import org.jspecify.annotations.NullMarked;
