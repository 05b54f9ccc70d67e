@NullMarked
package dev.devtail.client.jdk;

import org.jspecify.annotations.NullMarked;
