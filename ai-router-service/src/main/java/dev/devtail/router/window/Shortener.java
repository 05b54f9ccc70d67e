package dev.devtail.router.window;

import dev.devtail.router.route.ModelName;
import java.util.Optional;

/**
 * Makes one conversation fit into one model. What a provider counts is guessed from what is counted
 * here; where it has told how many tokens it has counted, that is gone by.
 */
public final class Shortener {

  private final byte[] body;
  private final Measure measure;
  private final ModelName model;
  private final long room;
  private final long context;

  /** The provider's tokens for 1 000 that are counted here. */
  private final long perThousand;

  private Shortener(
      byte[] body, Measure measure, ModelName model, long room, long context, long perThousand) {
    this.body = body;
    this.measure = measure;
    this.model = model;
    this.room = room;
    this.context = context;
    this.perThousand = perThousand;
  }

  /**
   * Before anybody is asked.
   *
   * @param room for input in the model's window, above 0
   * @param context the whole window
   */
  public static Shortener before(
      byte[] body, Measure measure, ModelName model, long room, long context) {
    return new Shortener(
        body, measure, model, room, context, Tokenizer.of(model).of(1000).likely());
  }

  /** After a provider has said that it is too long. */
  public static Shortener after(byte[] body, Measure measure, ModelName model, TooLong told) {
    long counted = Math.max(1, measure.outline().tokens());
    return new Shortener(
        body,
        measure,
        model,
        told.room(),
        told.room(),
        Math.max(1, told.tokens() * 1000 / counted));
  }

  /** What a strategy makes of it. */
  public sealed interface Step {

    /** The caller has to be told: whatever is left for the answer, it surely does not fit. */
    record Refused(long tokens, long context) implements Step {}

    /** It fits now. */
    record Cut(Shortened shortened) implements Step {}

    /** It would fit with a summary in the place of these. */
    record Summarise(OldTurns turns) implements Step {}

    /** This strategy does not help. */
    record Useless() implements Step {}
  }

  public Step step(Strategy strategy) {
    Outline outline = measure.outline();
    long countedRoom = room * 1000 / perThousand;
    if (outline.tokens() <= countedRoom) {
      return new Step.Useless();
    }
    return switch (strategy) {
      case REFUSE ->
          measure.exact(model).least() > context
              ? new Step.Refused(told(outline.tokens()), context)
              : new Step.Useless();
      case DROP_TOOL_RESULTS ->
          ToolResults.cut(body, outline, countedRoom)
              .<Step>map(
                  cut -> new Step.Cut(shortened(strategy, cut.body(), "results=" + cut.results())))
              .orElseGet(Step.Useless::new);
      case SUMMARISE ->
          OldTurns.of(body, outline, countedRoom)
              .<Step>map(Step.Summarise::new)
              .orElseGet(Step.Useless::new);
    };
  }

  /** With a summary in the place of old turns; empty if it is too long itself. */
  public Optional<Shortened> summarised(OldTurns turns, String summary) {
    byte[] replaced = turns.replacedBy(summary);
    return OutlineReader.read(replaced).tokens() > room * 1000 / perThousand
        ? Optional.empty()
        : Optional.of(shortened(Strategy.SUMMARISE, replaced, "turns=" + turns.size()));
  }

  private Shortened shortened(Strategy strategy, byte[] shorter, String what) {
    return new Shortened(
        shorter,
        strategy,
        told(measure.outline().tokens()),
        told(OutlineReader.read(shorter).tokens()),
        what);
  }

  private long told(long counted) {
    return counted * perThousand / 1000;
  }
}
