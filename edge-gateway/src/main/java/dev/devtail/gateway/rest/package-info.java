/** The REST facade for sessions and terminals. */
@NullMarked
package dev.devtail.gateway.rest;

import org.jspecify.annotations.NullMarked;
