/** Tests. */
@NullMarked
package dev.devtail.gateway.rest;

import org.jspecify.annotations.NullMarked;
