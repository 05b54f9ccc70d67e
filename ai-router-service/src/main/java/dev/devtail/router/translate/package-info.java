/**
 * How calls of one protocol are put to providers of another. Requests are read into one model of a
 * conversation and written from there; answers are read into one model of events and written from
 * there. So there is a reader and a writer for each protocol, and none for a pair of them.
 */
@NullMarked
package dev.devtail.router.translate;

import org.jspecify.annotations.NullMarked;
