/** Providers of models without a key: {@code devtail simulate-provider}. */
@NullMarked
package dev.devtail.cli.simulate;

import org.jspecify.annotations.NullMarked;
