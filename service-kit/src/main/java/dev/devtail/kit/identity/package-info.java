/** Who a call is made for, passed between services as a signed token. */
@NullMarked
package dev.devtail.kit.identity;

import org.jspecify.annotations.NullMarked;
