@NullMarked
package dev.devtail.bench.link;

import org.jspecify.annotations.NullMarked;
