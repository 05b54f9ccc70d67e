/** A slow, far, unreliable network between the measuring client and the gateway, in user space. */
@NullMarked
package dev.devtail.bench.link;

import org.jspecify.annotations.NullMarked;
