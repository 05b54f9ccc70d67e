/** What tests of several rooms need. */
@NullMarked
package dev.devtail.context.testing;

import org.jspecify.annotations.NullMarked;
