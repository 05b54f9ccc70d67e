/** Tests. */
@NullMarked
package dev.devtail.session.contextcache;

import org.jspecify.annotations.NullMarked;
