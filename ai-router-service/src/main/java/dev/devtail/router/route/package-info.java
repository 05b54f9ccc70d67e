/**
 * Which model answers a call, and why: rules in the order of their configuration, first match wins.
 */
@NullMarked
package dev.devtail.router.route;

import org.jspecify.annotations.NullMarked;
