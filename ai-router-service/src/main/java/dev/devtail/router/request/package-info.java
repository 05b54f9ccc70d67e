/**
 * What a call to a model asks for, as far as its model is chosen and its cost is reckoned by it.
 */
@NullMarked
package dev.devtail.router.request;

import org.jspecify.annotations.NullMarked;
