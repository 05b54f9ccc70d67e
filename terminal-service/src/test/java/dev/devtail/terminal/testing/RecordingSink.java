package dev.devtail.terminal.testing;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.OutputRing;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.ViewerSink;
import dev.devtail.terminal.domain.WindowSize;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a viewer is sent. */
public final class RecordingSink implements ViewerSink {

  /** Kinds of what was sent, in order. */
  public final List<String> log = new ArrayList<>();

  /** All that came as data. */
  public final ByteArrayOutputStream output = new ByteArrayOutputStream();

  public final List<Long> dataOffsets = new ArrayList<>();
  public final List<Long> dataAcks = new ArrayList<>();
  public final List<Long> acks = new ArrayList<>();
  public final List<Long> credits = new ArrayList<>();
  public final List<Long> screenOffsets = new ArrayList<>();

  /** Sizes it was told of, each with the offset of the output where that was. */
  public final List<String> sizes = new ArrayList<>();

  public @Nullable WindowSize size;
  public final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  public boolean screenIsWhole;
  public boolean ready = true;
  public boolean closed;
  public @Nullable Fault fault;
  public @Nullable TerminalInfo terminal;
  private @Nullable Attachment attachment;

  public Attachment attachment() {
    Attachment known = attachment;
    if (known == null) {
      throw new AssertionError("not opened");
    }
    return known;
  }

  public @Nullable FaultCode faultCode() {
    Fault why = fault;
    return why == null ? null : why.code();
  }

  /** Offset behind the last byte that came. */
  public long end() {
    return dataOffsets.isEmpty()
        ? attachment().outputOffset()
        : dataOffsets.getFirst() + output.size();
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void opened(TerminalInfo info, Attachment how) {
    log.add("opened");
    terminal = info;
    attachment = how;
    size = info.size();
  }

  @Override
  public void screen(
      long offset, WindowSize shown, byte[] dump, int start, int length, boolean last) {
    log.add(last ? "screen." : "screen");
    screenOffsets.add(offset);
    size = shown;
    screen.write(dump, start, length);
    screenIsWhole = last;
  }

  @Override
  public void resized(WindowSize now) {
    log.add("resized");
    size = now;
    sizes.add("%dx%d at %d".formatted(now.columns(), now.rows(), end()));
  }

  @Override
  public void data(OutputRing ring, long offset, int length, long ack) {
    log.add("data");
    dataOffsets.add(offset);
    dataAcks.add(ack);
    output.write(ring.chunkOf(offset), ring.indexOf(offset), length);
  }

  @Override
  public void ack(long offset) {
    log.add("ack");
    acks.add(offset);
  }

  @Override
  public void credit(long limit) {
    log.add("credit");
    credits.add(limit);
  }

  @Override
  public void exited(@Nullable Exit exit, long finalOffset, boolean draining) {
    log.add(
        "%s code=%s end=%d"
            .formatted(
                draining ? "draining" : "exited",
                exit == null ? "none" : Integer.toString(exit.code()),
                finalOffset));
  }

  @Override
  public void closed(@Nullable Fault why) {
    log.add("closed");
    closed = true;
    fault = why;
  }
}
