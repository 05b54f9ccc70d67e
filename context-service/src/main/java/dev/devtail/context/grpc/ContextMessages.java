package dev.devtail.context.grpc;

import dev.devtail.context.budget.Budget;
import dev.devtail.context.budget.Fitted;
import dev.devtail.context.build.ContextOrder;
import dev.devtail.context.build.TokenCounter;
import dev.devtail.context.index.FileFacts;
import dev.devtail.context.index.RankedFile;
import dev.devtail.context.index.WorkspaceIndex;
import dev.devtail.context.live.LiveState;
import dev.devtail.context.live.Update;
import dev.devtail.context.render.Format;
import dev.devtail.context.select.Depth;
import dev.devtail.context.select.RuledSelection.Note;
import dev.devtail.context.token.Encoding;
import dev.devtail.context.workspace.History;
import dev.devtail.context.workspace.Omission;
import dev.devtail.protocol.service.v1.BuildContextRequest;
import dev.devtail.protocol.service.v1.BuiltContext;
import dev.devtail.protocol.service.v1.CodeSymbol;
import dev.devtail.protocol.service.v1.ContextDepth;
import dev.devtail.protocol.service.v1.ContextFormat;
import dev.devtail.protocol.service.v1.ContextItem;
import dev.devtail.protocol.service.v1.ContextOmission;
import dev.devtail.protocol.service.v1.ContextState;
import dev.devtail.protocol.service.v1.ContextUpdated;
import dev.devtail.protocol.service.v1.FileMap;
import dev.devtail.protocol.service.v1.FileReading;
import dev.devtail.protocol.service.v1.FileTokens;
import dev.devtail.protocol.service.v1.RankedFileEntry;
import dev.devtail.protocol.service.v1.RankedFiles;
import dev.devtail.protocol.service.v1.TokenCounts;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Import;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Symbol;
import java.util.List;
import java.util.Locale;

/** Between the domain and its messages. */
final class ContextMessages {

  private static final int DEFAULT_BUDGET = 8_000;

  private ContextMessages() {}

  static ContextOrder order(BuildContextRequest request) {
    long tokens = request.getBudget() == 0 ? DEFAULT_BUDGET : request.getBudget();
    return new ContextOrder(
        request.getTask(),
        new Budget(tokens, encoding(request.getModel())),
        format(request.getFormat()),
        request.getRules());
  }

  static Encoding encoding(String model) {
    return model.isEmpty()
        ? Encoding.O200K_BASE
        : Encoding.byId(model).orElseGet(() -> Encoding.ofModel(model));
  }

  private static Format format(ContextFormat format) {
    return switch (format) {
      case CONTEXT_FORMAT_UNSPECIFIED, CONTEXT_FORMAT_XML, UNRECOGNIZED -> Format.XML;
      case CONTEXT_FORMAT_MARKDOWN -> Format.MARKDOWN;
      case CONTEXT_FORMAT_JSON -> Format.JSON;
    };
  }

  static BuiltContext built(dev.devtail.context.build.BuiltContext context) {
    Fitted fitted = context.fitted();
    BuiltContext.Builder built =
        BuiltContext.newBuilder()
            .setText(fitted.text())
            .setTokens(fitted.tokens().most())
            .setEstimated(!fitted.tokens().isExact());
    for (Fitted.Item item : fitted.items()) {
      built.addItems(
          ContextItem.newBuilder()
              .setPath(item.path())
              .setDepth(depth(item.view().depth()))
              .setTokens(item.tokens().most())
              .addAllReasons(item.reasons()));
    }
    for (Fitted.LeftOut left : fitted.leftOut()) {
      built.addOmissions(omission(left.path(), reason(left)));
    }
    for (Note note : context.notes()) {
      built.addNotes(
          "%d:%d: %s: %s".formatted(note.line(), note.column(), note.rule(), note.message()));
    }
    return built.build();
  }

  private static String reason(Fitted.LeftOut left) {
    return switch (left.cause()) {
      case NO_ROOM -> "no room in the budget: it needs %d tokens".formatted(left.needs());
      case NO_CONTENT -> "its lines are wanted, and cannot be had";
    };
  }

  private static ContextOmission omission(String path, String reason) {
    return ContextOmission.newBuilder().setPath(path).setReason(reason).build();
  }

  private static ContextDepth depth(Depth depth) {
    return switch (depth) {
      case MAP -> ContextDepth.CONTEXT_DEPTH_MAP;
      case SLICES -> ContextDepth.CONTEXT_DEPTH_SLICES;
      case WHOLE -> ContextDepth.CONTEXT_DEPTH_WHOLE;
    };
  }

  static RankedFiles ranked(List<RankedFile> files) {
    RankedFiles.Builder ranked = RankedFiles.newBuilder();
    for (RankedFile file : files) {
      ranked.addFiles(
          RankedFileEntry.newBuilder()
              .setPath(file.path())
              .setScore(file.score())
              .addAllReasons(file.reasons()));
    }
    return ranked.build();
  }

  static FileMap file(WorkspaceIndex index, String path, FileFacts facts) {
    CodeMap map = facts.map();
    FileMap.Builder file =
        FileMap.newBuilder()
            .setPath(path)
            .setLanguage(map.language().id())
            .setReading(reading(map.reading()))
            .setSizeBytes(facts.bytes())
            .setLines(map.lines());
    map.imports().stream().map(Import::target).forEach(file::addImports);
    for (Symbol symbol : map.symbols()) {
      file.addSymbols(
          CodeSymbol.newBuilder()
              .setName(symbol.name())
              .setQualifiedName(map.qualifiedName(symbol))
              .setKind(symbol.kind().name().toLowerCase(Locale.ROOT))
              .setFirstLine(symbol.firstLine())
              .setLastLine(symbol.lastLine())
              .setSignature(symbol.signature())
              .setDoc(symbol.doc())
              .setComplexity(symbol.complexity())
              .setReferences(index.references(symbol.name()))
              .setTest(symbol.test()));
    }
    return file.build();
  }

  private static FileReading reading(Reading reading) {
    return switch (reading) {
      case WHOLE -> FileReading.FILE_READING_WHOLE;
      case WITH_ERRORS -> FileReading.FILE_READING_WITH_ERRORS;
      case NO_GRAMMAR -> FileReading.FILE_READING_NO_GRAMMAR;
      case TOO_LARGE -> FileReading.FILE_READING_TOO_LARGE;
      case MINIFIED -> FileReading.FILE_READING_MINIFIED;
      case BINARY -> FileReading.FILE_READING_BINARY;
      case WRONG_ENCODING -> FileReading.FILE_READING_WRONG_ENCODING;
      case TOO_DEEP -> FileReading.FILE_READING_TOO_DEEP;
      case TOO_SLOW -> FileReading.FILE_READING_TOO_SLOW;
      case CRASHED -> FileReading.FILE_READING_CRASHED;
    };
  }

  static ContextState state(LiveState state, History history) {
    ContextState.Builder message =
        ContextState.newBuilder().setBranch(history.branch()).setHead(history.head());
    switch (state) {
      case LiveState.Reading reading -> message.setFiles(reading.files()).setRead(reading.read());
      case LiveState.Ready ready -> {
        message.setReady(true).setFiles(ready.files()).setRead(ready.files());
        message.setTookMs(ready.took().toMillis());
        ready.omissions().stream()
            .map(omitted -> omission(omitted.path(), reason(omitted)))
            .forEach(message::addOmissions);
      }
      case LiveState.Failed failed -> throw failed.cause();
    }
    return message.build();
  }

  private static String reason(Omission omitted) {
    String cause =
        switch (omitted.cause()) {
          case TOO_LARGE -> "too large";
          case BINARY -> "no text";
          case SECRET_FILE -> "its name says that it holds secrets";
          case SECRET_BLOTTED_OUT -> "what looks like a secret is blotted out";
          case NOT_READABLE -> "cannot be read";
          case LINK -> "a link that leads nowhere, or out";
          case TOO_MANY -> "more files than are taken";
        };
    return omitted.detail().isEmpty() ? cause : cause + ": " + omitted.detail();
  }

  static TokenCounts counts(TokenCounter.Counts counts) {
    TokenCounts.Builder message =
        TokenCounts.newBuilder()
            .setTokens(counts.all().most())
            .setEstimated(!counts.all().isExact());
    counts
        .files()
        .forEach(
            (path, tokens) ->
                message.addFiles(FileTokens.newBuilder().setPath(path).setTokens(tokens.most())));
    return message.build();
  }

  static ContextUpdated updated(Update update) {
    return ContextUpdated.newBuilder()
        .addAllChanged(update.changed())
        .addAllGone(update.gone())
        .setHead(update.head())
        .build();
  }
}
