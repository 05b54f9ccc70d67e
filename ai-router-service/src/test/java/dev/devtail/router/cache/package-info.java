@NullMarked
package dev.devtail.router.cache;

import org.jspecify.annotations.NullMarked;
