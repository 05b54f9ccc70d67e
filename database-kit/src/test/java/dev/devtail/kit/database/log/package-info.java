/** Tests. */
@NullMarked
package dev.devtail.kit.database.log;

import org.jspecify.annotations.NullMarked;
