@NullMarked
package dev.devtail.client;

import org.jspecify.annotations.NullMarked;
