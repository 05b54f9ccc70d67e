@NullMarked
package dev.devtail.router.provider;

import org.jspecify.annotations.NullMarked;
