/** How well contexts hold what a task needs, by what later commits of real repositories changed. */
@NullMarked
package dev.devtail.bench.retrieval;

import org.jspecify.annotations.NullMarked;
