/** The index of recordings, by Apache Lucene. */
@NullMarked
package dev.devtail.terminal.search;

import org.jspecify.annotations.NullMarked;
