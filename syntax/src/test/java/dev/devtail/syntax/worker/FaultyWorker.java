package dev.devtail.syntax.worker;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.Source;
import dev.devtail.syntax.treesitter.TreeSitterParser;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** A worker that some contents are the end of. */
final class FaultyWorker {

  static final String ABORTS = "# this aborts\n";
  static final String LOOPS = "# this loops\n";

  private static final MethodHandle ABORT =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("abort"),
              FunctionDescriptor.ofVoid());

  private FaultyWorker() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int threads = Integer.parseInt(args[0]);
    ParserWorker.serveStandardStreams(new Faulty(new TreeSitterParser(threads)), threads);
  }

  private record Faulty(CodeParser parser) implements CodeParser {

    @Override
    public CodeMap parse(Source source) throws InterruptedException {
      switch (new String(source.content(), StandardCharsets.UTF_8)) {
        case ABORTS -> abort();
        case LOOPS -> Thread.currentThread().join();
        default -> {}
      }
      return parser.parse(source);
    }

    private static void abort() {
      try {
        ABORT.invokeExact();
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      parser.close();
    }
  }
}
