@NullMarked
package dev.devtail.client.prediction;

import org.jspecify.annotations.NullMarked;
