/** Tests. */
@NullMarked
package dev.devtail.kit.database;

import org.jspecify.annotations.NullMarked;
