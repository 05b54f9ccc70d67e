package dev.devtail.gateway.fakes;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.protocol.v1.Frame;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream of frames, from the owner's side. */
public final class FakeAttachment implements StreamObserver<Frame> {

  public final String user;
  public final ServerCallStreamObserver<Frame> out;
  private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
  public final CompletableFuture<@Nullable Void> cancelled = new CompletableFuture<>();
  private final FakeTerminalService terminals;
  private volatile boolean reading = true;
  private boolean opened;

  FakeAttachment(ServerCallStreamObserver<Frame> out, String user, FakeTerminalService terminals) {
    this.out = out;
    this.user = user;
    this.terminals = terminals;
    out.disableAutoRequest();
    out.setOnCancelHandler(() -> cancelled.complete(null));
    out.request(1);
  }

  public void stopReading() {
    reading = false;
  }

  public void goOnReading() {
    reading = true;
    out.request(1);
  }

  public void fail(Fault fault) {
    out.onError(Faults.toStatus(fault));
  }

  public Frame next() throws InterruptedException {
    Frame next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no frame came");
    }
    return next;
  }

  @Override
  public void onNext(Frame frame) {
    received.add(frame);
    if (!opened) {
      opened = true;
      String id = frame.getOpen().getTerminal().getTerminalId();
      try {
        terminals.opened(this, id);
      } catch (RuntimeException failure) {
        out.onError(Faults.toStatus(failure));
        return;
      }
    }
    if (frame.hasClose()) {
      out.onCompleted();
    } else if (reading) {
      out.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    // The cancel handler hears of it too.
  }

  @Override
  public void onCompleted() {
    out.onCompleted();
  }
}
