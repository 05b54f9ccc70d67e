package dev.devtail.bench;

import dev.devtail.client.TerminalListener;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Exited;
import org.jspecify.annotations.Nullable;

/** Looks on at a program that goes on for as long as is measured: its end is a failure. */
interface EndlessProgram extends TerminalListener {

  @Override
  default void onExited(Exited exited) {
    throw new IllegalStateException("the program has ended: " + exited);
  }

  @Override
  default void onClosed(@Nullable Error error) {
    if (error != null) {
      throw new IllegalStateException("closed: " + error);
    }
  }
}
