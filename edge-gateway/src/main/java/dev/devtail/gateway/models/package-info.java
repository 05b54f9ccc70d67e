/** The HTTP endpoints of model providers, as coding agents and SDKs call them. */
@NullMarked
package dev.devtail.gateway.models;

import org.jspecify.annotations.NullMarked;
