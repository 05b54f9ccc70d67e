package dev.devtail.router.translate;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.sse.EventTooLargeException;
import dev.devtail.router.translate.answer.AnswerEvent;
import dev.devtail.router.translate.answer.AnswerReader;
import dev.devtail.router.translate.answer.AnswerWriter;
import dev.devtail.router.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A stream that is cut into pieces, read and written. */
final class TranslatedStream implements AnswerStream {

  private final StreamFraming.Splitter splitter;
  private final AnswerReader reader;
  private final AnswerWriter writer;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable Usage usage;
  private @Nullable ProviderFault fault;
  private boolean finished;

  TranslatedStream(StreamFraming framing, AnswerReader reader, AnswerWriter writer) {
    splitter = framing.splitter();
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  public byte[] accept(byte[] piece) {
    if (isOver()) {
      return taken();
    }
    try {
      splitter.split(piece, this::next);
    } catch (EventTooLargeException endless) {
      fail(
          new ProviderFault(
              ProviderFault.Kind.MALFORMED, "The model's provider sent an event without end."));
    }
    return taken();
  }

  private void next(String data) {
    if (isOver()) {
      return;
    }
    try {
      reader.next(data, this::on);
    } catch (JacksonException malformed) {
      fail(Translator.noJson());
    }
  }

  private void on(AnswerEvent event) {
    if (isOver()) {
      return;
    }
    switch (event) {
      case AnswerEvent.Failed(ProviderFault why) -> {
        fail(why);
        return;
      }
      case AnswerEvent.Started(Usage sofar) -> usage = sofar.equals(Usage.NONE) ? usage : sofar;
      case AnswerEvent.Counted(Usage sofar) -> usage = sofar;
      case AnswerEvent.Finished end -> {
        usage = end.usage();
        finished = true;
      }
      default -> {
        // For the writer alone.
      }
    }
    writer.write(event, out);
  }

  private void fail(ProviderFault why) {
    fault = why;
  }

  private boolean isOver() {
    return finished || fault != null;
  }

  @Override
  public byte[] end() {
    if (!isOver()) {
      reader.end(this::on);
    }
    return taken();
  }

  private byte[] taken() {
    byte[] all = out.toByteArray();
    out.reset();
    return all;
  }

  @Override
  public Optional<Usage> usage() {
    return Optional.ofNullable(usage);
  }

  @Override
  public Optional<ProviderFault> fault() {
    return Optional.ofNullable(fault);
  }
}
