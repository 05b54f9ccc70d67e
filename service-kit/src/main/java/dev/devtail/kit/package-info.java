/** What every service needs and none owns. */
@NullMarked
package dev.devtail.kit;

import org.jspecify.annotations.NullMarked;
