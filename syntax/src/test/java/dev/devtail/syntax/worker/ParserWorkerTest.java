package dev.devtail.syntax.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.syntax.CodeMapCodec;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Source;
import dev.devtail.syntax.treesitter.TreeSitterParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ParserWorkerTest {

  private static final Source SOURCE =
      new Source(Language.GO, "package a\n".getBytes(StandardCharsets.UTF_8), "a.go");

  @Test
  void repliesBearTheNumbersOfTheirRequests() throws Exception {
    PipedOutputStream toWorker = new PipedOutputStream();
    try (TreeSitterParser parser = new TreeSitterParser(1);
        PipedInputStream fromParent = new PipedInputStream(toWorker);
        PipedInputStream fromWorker = new PipedInputStream();
        PipedOutputStream toParent = new PipedOutputStream(fromWorker)) {
      Thread worker =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      ParserWorker.serve(fromParent, toParent, parser, 1);
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
      DataInputStream replies = new DataInputStream(fromWorker);
      assertThat(replies.readLong()).isEqualTo(Frames.HELLO);
      new Request(41, SOURCE).write(new DataOutputStream(toWorker));
      new Request(42, SOURCE).write(new DataOutputStream(toWorker));
      assertThat(Reply.read(replies).id()).isEqualTo(41);
      Reply second = Reply.read(replies);
      assertThat(second.id()).isEqualTo(42);
      assertThat(CodeMapCodec.decode(second.map())).contains(parser.parse(SOURCE));
      toWorker.close();
      worker.join();
    }
  }

  @Test
  void whatCannotBeARequestEndsTheWorker() throws Exception {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(request);
        TreeSitterParser parser = new TreeSitterParser(1)) {
      out.writeLong(1);
      out.writeUTF("go");
      out.writeBoolean(false);
      out.writeInt(Integer.MAX_VALUE);
      ByteArrayOutputStream replies = new ByteArrayOutputStream();
      ParserWorker.serve(new ByteArrayInputStream(request.toByteArray()), replies, parser, 1);
      assertThat(replies.size()).isEqualTo(Long.BYTES);
    }
  }

  @Test
  void itEndsWithItsParentEvenWhileItHangs() throws Exception {
    Worker worker = new WorkerCommand(FaultyWorker.class, 2).start();
    CountDownLatch failed = new CountDownLatch(1);
    worker
        .ask(new Source(Language.PYTHON, FaultyWorker.LOOPS.getBytes(StandardCharsets.UTF_8), null))
        .whenComplete((map, fault) -> failed.countDown());
    worker.awaitStart(IsolatedParser.START);
    worker.endRequests();
    failed.await();
    await().until(() -> !worker.handle().isAlive());
  }
}
