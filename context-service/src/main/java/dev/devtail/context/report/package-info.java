/** What runs of tests report. */
@NullMarked
package dev.devtail.context.report;

import org.jspecify.annotations.NullMarked;
