/** What a program will echo, before it does: for keys on slow links. Knows no terminal. */
@NullMarked
package dev.devtail.client.prediction;

import org.jspecify.annotations.NullMarked;
