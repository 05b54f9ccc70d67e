/** Tests. */
@NullMarked
package dev.devtail.session.database;

import org.jspecify.annotations.NullMarked;
