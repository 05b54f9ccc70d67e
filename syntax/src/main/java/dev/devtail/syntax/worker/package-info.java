/**
 * A process that parses for this one, as a grammar may crash the process that it runs in: {@link
 * dev.devtail.syntax.worker.IsolatedParser} starts and watches it, {@link
 * dev.devtail.syntax.worker.ParserWorker} is what it runs.
 */
@NullMarked
package dev.devtail.syntax.worker;

import org.jspecify.annotations.NullMarked;
