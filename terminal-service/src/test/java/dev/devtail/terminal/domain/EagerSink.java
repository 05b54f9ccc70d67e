package dev.devtail.terminal.domain;

import dev.devtail.kit.fault.Fault;
import dev.devtail.terminal.testing.RecordingSink;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Answers each piece of output within the call that brings it. */
record EagerSink(RecordingSink to, LongConsumer onData) implements ViewerSink {

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void opened(TerminalInfo terminal, Attachment attachment) {
    to.opened(terminal, attachment);
  }

  @Override
  public void screen(
      long offset, WindowSize size, byte[] dump, int start, int length, boolean last) {
    to.screen(offset, size, dump, start, length, last);
  }

  @Override
  public void resized(WindowSize size) {
    to.resized(size);
  }

  @Override
  public void data(OutputRing output, long offset, int length, long ack) {
    to.data(output, offset, length, ack);
    onData.accept(offset + length);
  }

  @Override
  public void ack(long offset) {
    to.ack(offset);
  }

  @Override
  public void credit(long limit) {
    to.credit(limit);
  }

  @Override
  public void exited(@Nullable Exit exit, long finalOffset, boolean draining) {
    to.exited(exit, finalOffset, draining);
  }

  @Override
  public void closed(@Nullable Fault why) {
    to.closed(why);
  }
}
