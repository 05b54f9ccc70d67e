package dev.devtail.syntax.worker;

import dev.devtail.syntax.Source;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** A running worker, seen from its owner. Thread-safe. */
final class Worker {

  private final Process process;
  private final DataOutputStream requests;
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<Long, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final CountDownLatch startedOrLost = new CountDownLatch(1);
  private volatile boolean hasStarted;
  private volatile boolean lost;

  Worker(Process process) {
    this.process = process;
    this.requests =
        new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), Frames.BUFFER));
    Thread.ofVirtual().name("parser-replies").start(this::readReplies);
  }

  /**
   * @return the map as bytes; {@link WorkerLostException} if the process ends before
   */
  CompletableFuture<byte[]> ask(Source source) {
    Request request = new Request(ids.incrementAndGet(), source);
    CompletableFuture<byte[]> reply = new CompletableFuture<>();
    waiting.put(request.id(), reply);
    writing.lock();
    try {
      request.write(requests);
    } catch (IOException e) {
      kill();
    } finally {
      writing.unlock();
    }
    if (lost) {
      failAll();
    }
    return reply;
  }

  private void readReplies() {
    try (DataInputStream replies =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), Frames.BUFFER))) {
      if (replies.readLong() != Frames.HELLO) {
        throw new IOException("not a parser");
      }
      hasStarted = true;
      startedOrLost.countDown();
      while (true) {
        Reply reply = Reply.read(replies);
        CompletableFuture<byte[]> asked = waiting.remove(reply.id());
        if (asked != null) {
          asked.complete(reply.map());
        }
      }
    } catch (IOException e) {
      kill();
    } finally {
      lost = true;
      startedOrLost.countDown();
      failAll();
    }
  }

  private void failAll() {
    waiting
        .values()
        .removeIf(
            reply -> {
              reply.completeExceptionally(new WorkerLostException(hasStarted));
              return true;
            });
  }

  /** Whether it may be asked. */
  boolean isAlive() {
    return !lost && process.isAlive();
  }

  /**
   * Waits until Java is up in it, and waits for requests.
   *
   * @throws WorkerLostException if that does not come, and the process is ended
   */
  void awaitStart(Duration longest) throws InterruptedException, WorkerLostException {
    if (!startedOrLost.await(longest.toNanos(), TimeUnit.NANOSECONDS) || !hasStarted) {
      kill();
      throw new WorkerLostException(false);
    }
  }

  boolean isBusy() {
    return !waiting.isEmpty();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** As the end of this process would: the worker ends by itself. */
  void endRequests() throws IOException {
    requests.close();
  }

  /** What was asked of it fails. */
  void kill() {
    process.destroyForcibly();
  }
}
