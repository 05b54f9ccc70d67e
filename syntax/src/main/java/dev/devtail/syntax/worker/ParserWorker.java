package dev.devtail.syntax.worker;

import dev.devtail.syntax.CodeMapCodec;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.treesitter.TreeSitterParser;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/** The process that parses: requests on standard input, replies on standard output. */
public final class ParserWorker {

  private final DataInputStream in;
  private final DataOutputStream out;
  private final CodeParser parser;
  private final CountDownLatch end = new CountDownLatch(1);

  private ParserWorker(InputStream in, OutputStream out, CodeParser parser) {
    this.in = new DataInputStream(new BufferedInputStream(in, Frames.BUFFER));
    this.out = new DataOutputStream(new BufferedOutputStream(out, Frames.BUFFER));
    this.parser = parser;
  }

  /**
   * Ends when its standard input does, that is, with its parent.
   *
   * @param args how many threads
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int threads = Integer.parseInt(args[0]);
    serveStandardStreams(new TreeSitterParser(threads), threads);
  }

  static void serveStandardStreams(CodeParser parser, int threads)
      throws IOException, InterruptedException {
    OutputStream replies = new FileOutputStream(FileDescriptor.out);
    // Whatever else is printed must not come between the replies.
    System.setOut(System.err);
    serve(new FileInputStream(FileDescriptor.in), replies, parser, threads);
    // What is still being parsed is for nobody.
    Runtime.getRuntime().halt(0);
  }

  /** Answers until the requests end, or cannot be answered any more. */
  static void serve(InputStream in, OutputStream out, CodeParser parser, int threads)
      throws IOException, InterruptedException {
    ParserWorker worker = new ParserWorker(in, out, parser);
    worker.out.writeLong(Frames.HELLO);
    worker.out.flush();
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform().daemon().name("parser-" + i).start(worker::answerAll);
    }
    worker.end.await();
  }

  private void answerAll() {
    try {
      while (true) {
        Request request = next();
        byte[] map = CodeMapCodec.encode(parser.parse(request.source()));
        answer(new Reply(request.id(), map));
      }
    } catch (EOFException e) {
      // The parent has ended, or wants no more.
    } catch (IOException e) {
      System.err.println("parser: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // Others may never end.
      end.countDown();
    }
  }

  private void answer(Reply reply) throws IOException {
    synchronized (out) {
      reply.write(out);
    }
  }

  private Request next() throws IOException {
    synchronized (in) {
      return Request.read(in);
    }
  }
}
