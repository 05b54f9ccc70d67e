@NullMarked
package dev.devtail.router.relay;

import org.jspecify.annotations.NullMarked;
