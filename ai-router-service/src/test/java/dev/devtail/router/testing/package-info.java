/** What the tests of ai-router-service share. */
@NullMarked
package dev.devtail.router.testing;

import org.jspecify.annotations.NullMarked;
