/** {@code devtail bench}: what DevTail costs, beside a raw PTY and its peers, in one run. */
@NullMarked
package dev.devtail.bench;

import org.jspecify.annotations.NullMarked;
