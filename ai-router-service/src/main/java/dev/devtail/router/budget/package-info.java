/** What may be spent: caps, what is reserved under them, and what happens at them. */
@NullMarked
package dev.devtail.router.budget;

import org.jspecify.annotations.NullMarked;
