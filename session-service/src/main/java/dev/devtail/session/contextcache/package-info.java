/** The last code map of each workspace. */
@NullMarked
package dev.devtail.session.contextcache;

import org.jspecify.annotations.NullMarked;
