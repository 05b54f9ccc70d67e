@NullMarked
package dev.devtail.terminal.grpc;

import org.jspecify.annotations.NullMarked;
