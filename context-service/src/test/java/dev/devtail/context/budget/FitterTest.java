package dev.devtail.context.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.devtail.context.budget.Fitted.Item;
import dev.devtail.context.budget.Fitted.LeftOut;
import dev.devtail.context.budget.Fitted.LeftOut.Cause;
import dev.devtail.context.render.ContextFrame;
import dev.devtail.context.render.ContextText;
import dev.devtail.context.render.Format;
import dev.devtail.context.render.Passage;
import dev.devtail.context.render.PrintableFile;
import dev.devtail.context.render.SampleFile;
import dev.devtail.context.render.Section;
import dev.devtail.context.render.View;
import dev.devtail.context.select.Depth;
import dev.devtail.context.select.LineRange;
import dev.devtail.context.select.Wanted;
import dev.devtail.context.token.Encoding;
import dev.devtail.context.token.RandomText;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitterTest {

  /** The whole proof takes 10 000. */
  private static final int SELECTIONS = Integer.getInteger("devtail.random.selections", 60);

  private static final int FILES = 12;

  private static final ContextFrame FRAME =
      new ContextFrame(
          List.of(Passage.words("instructions", "Answer briefly.")),
          List.of(Passage.words("task", "Fix the test.\n\n")));

  @ParameterizedTest
  @EnumSource(Format.class)
  void noContextIsOverItsBudgetAndEveryFileIsAccountedFor(Format format) {
    for (Encoding encoding : Encoding.values()) {
      for (int seed = 0; seed < SELECTIONS; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        fits(random, format, encoding);
      }
    }
  }

  private static void fits(SplittableRandom random, Format format, Encoding encoding) {
    ContextFrame frame = random.nextBoolean() ? FRAME : frame(random);
    ContextText context = new ContextText(format, frame);
    List<Candidate> candidates =
        new RandomCandidates(random, format, encoding.vocabulary()).list(FILES);
    long least = encoding.of(context.frameTokens(encoding.vocabulary())).most();
    Budget budget = new Budget(least + random.nextInt(3_000), encoding);

    Fitted fitted = new Fitter(context, budget).fit(candidates);

    int counted = encoding.vocabulary().count(fitted.text());
    assertThat(fitted.tokens()).isEqualTo(encoding.of(counted));
    assertThat(fitted.tokens().most()).isLessThanOrEqualTo(budget.tokens());
    assertThat(summed(context, candidates, fitted, encoding)).isEqualTo(counted);
    assertThat(Stream.concat(paths(fitted), fitted.leftOut().stream().map(LeftOut::path)))
        .containsExactlyInAnyOrderElementsOf(
            candidates.stream().map(candidate -> candidate.file().path()).toList());
    for (Candidate candidate : candidates) {
      item(fitted, candidate.file().path())
          .forEach(item -> assertThat(item.view().depth()).isBetween(Depth.MAP, Depth.WHOLE));
    }
  }

  private static ContextFrame frame(SplittableRandom random) {
    return new ContextFrame(
        IntStream.range(0, random.nextInt(3))
            .mapToObj(
                i -> new Passage("before_" + i, RandomText.of(random, 20), random.nextBoolean()))
            .toList(),
        IntStream.range(0, random.nextInt(3))
            .mapToObj(
                i -> new Passage("after_" + i, RandomText.of(random, 20), random.nextBoolean()))
            .toList());
  }

  /** By parts, as the fitter reckons. */
  private static long summed(
      ContextText context, List<Candidate> candidates, Fitted fitted, Encoding encoding) {
    long sum = context.frameTokens(encoding.vocabulary());
    for (var section : Section.values()) {
      List<Item> here =
          fitted.items().stream().filter(item -> section == sectionOf(item.view())).toList();
      sum += here.isEmpty() ? 0 : context.sectionTokens(section, encoding.vocabulary());
      for (Item item : here) {
        sum +=
            candidates.stream()
                .filter(candidate -> candidate.file().path().equals(item.path()))
                .mapToInt(candidate -> candidate.file().tokens(item.view()))
                .sum();
      }
    }
    return sum;
  }

  private static Section sectionOf(View view) {
    return Section.of(view.depth());
  }

  private static Stream<String> paths(Fitted fitted) {
    return fitted.items().stream().map(Item::path);
  }

  private static Stream<Item> item(Fitted fitted, String path) {
    return fitted.items().stream().filter(item -> item.path().equals(path));
  }

  private static final int ROOM = 100_000;

  private static Candidate candidate(String path, double weight, Depth least, Depth most) {
    return new Candidate(
        new Wanted(
            path,
            weight,
            least,
            most,
            List.of(new LineRange(12, 17)),
            List.of(2),
            List.of("named in the task")),
        SampleFile.in(Format.MARKDOWN, path, SampleFile.TEXT));
  }

  private static Fitted fit(long tokens, Candidate... candidates) {
    return new Fitter(
            new ContextText(Format.MARKDOWN, ContextFrame.EMPTY),
            new Budget(tokens, Encoding.O200K_BASE))
        .fit(List.of(candidates));
  }

  @Test
  void withRoomEverythingIsShownAsMuchAsItServes() {
    Fitted fitted =
        fit(
            ROOM,
            candidate("b", 1, Depth.MAP, Depth.WHOLE),
            candidate("a", 2, Depth.MAP, Depth.MAP),
            candidate("c", 3, Depth.SLICES, Depth.SLICES));
    assertThat(fitted.items())
        .extracting(Item::path, item -> item.view().depth())
        .containsExactly(tuple("a", Depth.MAP), tuple("b", Depth.WHOLE), tuple("c", Depth.SLICES));
    assertThat(fitted.leftOut()).isEmpty();
    assertThat(fitted.items().getFirst().reasons()).containsExactly("named in the task");
  }

  @Test
  void withLittleRoomWhatIsWantedMostIsThere() {
    Candidate much = candidate("much", 2, Depth.MAP, Depth.WHOLE);
    Candidate little = candidate("little", 1, Depth.MAP, Depth.WHOLE);
    long one = fit(ROOM, candidate("much", 2, Depth.MAP, Depth.MAP)).tokens().likely();
    Fitted fitted = fit(one, little, much);
    assertThat(paths(fitted)).containsExactly("much");
    assertThat(fitted.leftOut())
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.path()).isEqualTo("little");
              assertThat(left.cause()).isEqualTo(Cause.NO_ROOM);
              assertThat(left.needs()).isPositive();
            });
  }

  @Test
  void aBudgetThatIsMetExactlyIsUsed() {
    Candidate[] files = {
      candidate("a", 1, Depth.WHOLE, Depth.WHOLE), candidate("b", 1, Depth.MAP, Depth.MAP)
    };
    long exact = fit(ROOM, files).tokens().likely();
    assertThat(fit(exact, files).leftOut()).isEmpty();
    assertThat(fit(exact - 1, files).leftOut()).hasSize(1);
  }

  @Test
  void whatTheCallerHasMoreUseForIsShownMoreOfFirst() {
    Candidate much = candidate("much", 2, Depth.MAP, Depth.WHOLE);
    Candidate little = candidate("little", 1, Depth.MAP, Depth.WHOLE);
    long both =
        fit(
                ROOM,
                candidate("much", 1, Depth.WHOLE, Depth.WHOLE),
                candidate("little", 1, Depth.MAP, Depth.MAP))
            .tokens()
            .likely();
    assertThat(fit(both, little, much).items())
        .extracting(Item::path, item -> item.view().depth())
        .contains(tuple("much", Depth.WHOLE))
        .doesNotContain(tuple("little", Depth.WHOLE));
  }

  @Test
  void withoutContentOnlyItsMapIsShown() {
    Candidate whole = candidate("a", 1, Depth.WHOLE, Depth.WHOLE);
    PrintableFile bare =
        new PrintableFile(
            Format.MARKDOWN,
            "a",
            SampleFile.MAP,
            Format.MARKDOWN.outline(SampleFile.MAP, false, Encoding.O200K_BASE.vocabulary()),
            null);
    assertThat(fit(ROOM, new Candidate(whole.wanted(), bare)).leftOut())
        .extracting(LeftOut::cause)
        .containsExactly(Cause.NO_CONTENT);
    Candidate any = candidate("a", 1, Depth.MAP, Depth.WHOLE);
    assertThat(fit(ROOM, new Candidate(any.wanted(), bare)).items())
        .extracting(item -> item.view().depth())
        .containsExactly(Depth.MAP);
  }

  @Test
  void slicesWithoutLinesAreTheMap() {
    Wanted sliced =
        new Wanted(
            "a", 1, Depth.SLICES, Depth.SLICES, List.of(), List.of(), List.of("a rule says so"));
    assertThat(fit(ROOM, new Candidate(sliced, SampleFile.in(Format.MARKDOWN))).items())
        .extracting(item -> item.view().depth())
        .containsExactly(Depth.MAP);
  }

  @Test
  void aBudgetOfNothingIsAnEmptyContext() {
    Fitted fitted = fit(0, candidate("a", 1, Depth.MAP, Depth.WHOLE));
    assertThat(fitted.text()).isEmpty();
    assertThat(fitted.tokens().most()).isZero();
    assertThat(fitted.leftOut()).extracting(LeftOut::cause).containsExactly(Cause.NO_ROOM);
  }

  @Test
  void aBudgetThatDoesNotHoldTheFrameIsRefused() {
    ContextText framed = new ContextText(Format.MARKDOWN, FRAME);
    assertThatThrownBy(() -> new Fitter(framed, new Budget(5, Encoding.CLAUDE)).fit(List.of()))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.INVALID_ARGUMENT))
        .hasMessageContaining("budget: 5 (expected: at least ");
    assertThatThrownBy(() -> new Budget(-1, Encoding.CLAUDE)).isInstanceOf(Fault.class);
  }

  @Test
  void aCostIsKnownIfThePriceIs() {
    Fitted fitted = fit(ROOM, candidate("a", 1, Depth.MAP, Depth.MAP));
    assertThat(fitted.cost(new BigDecimal("0.000003")))
        .contains(
            new BigDecimal("0.000003").multiply(BigDecimal.valueOf(fitted.tokens().likely())));
    assertThat(fitted.cost(null)).isEmpty();
  }
}
