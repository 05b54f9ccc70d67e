/** What calls to models have used, and what that costs. */
@NullMarked
package dev.devtail.router.usage;

import org.jspecify.annotations.NullMarked;
