/** Output compressed for slow links, without state per viewer (ADR 17). */
@NullMarked
package dev.devtail.terminal.compression;

import org.jspecify.annotations.NullMarked;
