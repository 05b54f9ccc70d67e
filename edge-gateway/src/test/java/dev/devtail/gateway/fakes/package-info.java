/** The services behind the gateway, as tests have them. */
@NullMarked
package dev.devtail.gateway.fakes;

import org.jspecify.annotations.NullMarked;
