/** What is known of models: what they can do, how much they hold, and what they cost. */
@NullMarked
package dev.devtail.router.catalog;

import org.jspecify.annotations.NullMarked;
