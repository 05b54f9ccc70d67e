/**
 * What terminals have printed, by offset, in files behind the ring: to be paged through, searched,
 * and shown after a restart. A bounded log that nobody asked for; what is kept by wish is a
 * recording.
 */
@NullMarked
package dev.devtail.terminal.history;

import org.jspecify.annotations.NullMarked;
