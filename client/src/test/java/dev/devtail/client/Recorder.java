package dev.devtail.client;

import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Size;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a terminal tells. */
final class Recorder implements TerminalListener {

  final List<String> log = new ArrayList<>();
  final ByteArrayOutputStream output = new ByteArrayOutputStream();
  @Nullable Error error;

  @Override
  public void onOpened(Opened opened) {
    log.add("opened");
  }

  @Override
  public void onScreen(Screen piece) {
    log.add("screen " + piece.getOffset());
  }

  @Override
  public void onResized(Size size) {
    log.add("resized " + size.getColumns() + "x" + size.getRows());
  }

  @Override
  public void onOutput(long offset, byte[] bytes) {
    log.add("output " + offset + "+" + bytes.length);
    output.writeBytes(bytes);
  }

  @Override
  public void onInputLost(long bytes) {
    log.add("lost " + bytes);
  }

  @Override
  public void onExited(Exited exited) {
    log.add("exited " + exited.getStatus().getCode());
  }

  @Override
  public void onClosed(@Nullable Error why) {
    log.add("closed");
    error = why;
  }
}
