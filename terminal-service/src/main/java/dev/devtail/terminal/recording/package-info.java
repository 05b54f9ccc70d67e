/**
 * Recordings of terminals: written beside the terminal's loop, kept as asciicast v2 files, replayed
 * and searched. Free of Spring, gRPC and the search engine; the files are the truth, the index can
 * be made from them at any time.
 */
@NullMarked
package dev.devtail.terminal.recording;

import org.jspecify.annotations.NullMarked;
