/**
 * Session-service: sessions, their events and metrics, the context cache, the directory of
 * terminals.
 */
@NullMarked
package dev.devtail.session;

import org.jspecify.annotations.NullMarked;
