/**
 * The Java client of the edge protocol: a connection that comes back by itself, and terminals that
 * lose and double nothing on the way.
 */
@NullMarked
package dev.devtail.client;

import org.jspecify.annotations.NullMarked;
