/** How much each user may ask of a gateway. */
@NullMarked
package dev.devtail.gateway.limits;

import org.jspecify.annotations.NullMarked;
