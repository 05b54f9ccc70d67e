@NullMarked
package dev.devtail.context.report;

import org.jspecify.annotations.NullMarked;
