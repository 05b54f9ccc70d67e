/** Logs in tables of days, which are kept for a while. */
@NullMarked
package dev.devtail.kit.database.log;

import org.jspecify.annotations.NullMarked;
