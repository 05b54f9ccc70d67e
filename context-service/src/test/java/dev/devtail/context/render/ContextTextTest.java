package dev.devtail.context.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.context.render.ContextText.Shown;
import dev.devtail.context.select.LineRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextTextTest {

  private static final ContextFrame FRAME =
      new ContextFrame(List.of(), List.of(new Passage("failing_tests", "StackTest.pop\n\n")));

  private static final View MAP = new View.Map(List.of(0, 1, 2, 3));

  private static final View FEW = new View.Map(List.of(0, 2));

  private static final View SLICES =
      new View.Slices(List.of(0, 2), List.of(new LineRange(1, 2), new LineRange(13, 15)));

  private static String written(Format format, Shown... files) {
    return new ContextText(format, FRAME).write(List.of(files));
  }

  @Test
  void aContextInMarkdown() {
    PrintableFile file = SampleFile.in(Format.MARKDOWN);
    PrintableFile other = SampleFile.in(Format.MARKDOWN, "src/Other.java", "");
    PrintableFile readme = SampleFile.in(Format.MARKDOWN, "a/README", "Use ```` for code.");
    assertThat(
            written(
                Format.MARKDOWN,
                new Shown(file, MAP),
                new Shown(readme, new View.Whole()),
                new Shown(other, FEW)))
        .isEqualTo(
            """
            ## Code maps

            ```
            src/Other.java
            4: final class Stack — Last in, first out.
            …
            12:   int pop()
            …
            src/Stack.java
            4: final class Stack — Last in, first out.
            8:   void push(int item)
            12:   int pop()
            19:   int size()
            ```

            ## Files

            ### a/README
            `````java
            Use ```` for code.
            `````

            ## Failing tests

            StackTest.pop

            """);
  }

  @Test
  void slicesStandBelowWhatTheyAreIn() {
    assertThat(written(Format.MARKDOWN, new Shown(SampleFile.in(Format.MARKDOWN), SLICES)))
        .isEqualTo(
            """
            ## Files

            ### src/Stack.java (parts)
            ```java
            1-2:
            package demo;

            …
            4: final class Stack — Last in, first out.
            …
            12:   int pop()
            13-15:
                if (size == 0) {
                  throw new IllegalStateException("empty");
                }
            …
            ```

            ## Failing tests

            StackTest.pop

            """);
  }
}
