/**
 * How long a conversation is, and how one that is too long for a model is made to fit: tokens are
 * counted before a call is sent, and what is cut is cut by the byte, so that everything else stays
 * as the caller wrote it.
 */
@NullMarked
package dev.devtail.router.window;

import org.jspecify.annotations.NullMarked;
