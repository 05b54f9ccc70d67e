package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.service.v1.BuildContextRequest;
import dev.devtail.protocol.service.v1.BuiltContext;
import dev.devtail.protocol.service.v1.CodeSymbol;
import dev.devtail.protocol.service.v1.ContextDepth;
import dev.devtail.protocol.service.v1.ContextFormat;
import dev.devtail.protocol.service.v1.ContextItem;
import dev.devtail.protocol.service.v1.ContextOmission;
import dev.devtail.protocol.service.v1.ContextState;
import dev.devtail.protocol.service.v1.FileMap;
import dev.devtail.protocol.service.v1.RankedFileEntry;
import dev.devtail.protocol.service.v1.TokenCounts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Contexts, as JSON has them, here and on the command line. */
public final class ContextView {

  private ContextView() {}

  /**
   * How far the reading of a workspace is.
   *
   * @param ready what is asked is answered at once
   * @param read of the files
   * @param millis that the last look at all files took
   * @param omissions what is kept out although Git does not ignore it
   */
  public record State(
      boolean ready,
      int files,
      int read,
      String branch,
      String head,
      long millis,
      List<Omission> omissions) {

    static State of(ContextState state) {
      return new State(
          state.getReady(),
          state.getFiles(),
          state.getRead(),
          state.getBranch(),
          state.getHead(),
          state.getTookMs(),
          state.getOmissionsList().stream().map(Omission::of).toList());
    }
  }

  /** What is not there, and why. */
  public record Omission(String path, String reason) {

    static Omission of(ContextOmission omission) {
      return new Omission(omission.getPath(), omission.getReason());
    }
  }

  /**
   * What a file declares.
   *
   * @param reading {@code whole}, {@code with_errors}, or why it is text and nothing else
   */
  public record File(
      String path,
      String language,
      String reading,
      long bytes,
      int lines,
      List<Symbol> symbols,
      List<String> imports) {

    static File of(FileMap file) {
      return new File(
          file.getPath(),
          file.getLanguage(),
          file.getReading().name().substring("FILE_READING_".length()).toLowerCase(Locale.ROOT),
          file.getSizeBytes(),
          file.getLines(),
          file.getSymbolsList().stream().map(Symbol::of).toList(),
          file.getImportsList());
    }
  }

  /**
   * What is declared.
   *
   * @param references how often its name is used in the workspace
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Symbol(
      String name,
      String qualifiedName,
      String kind,
      int firstLine,
      int lastLine,
      String signature,
      String doc,
      int complexity,
      int references,
      boolean test) {

    static Symbol of(CodeSymbol symbol) {
      return new Symbol(
          symbol.getName(),
          symbol.getQualifiedName(),
          symbol.getKind(),
          symbol.getFirstLine(),
          symbol.getLastLine(),
          symbol.getSignature(),
          symbol.getDoc(),
          symbol.getComplexity(),
          symbol.getReferences(),
          symbol.getTest());
    }
  }

  /** A file that serves a task. */
  public record Ranked(String path, double score, List<String> reasons) {

    static Ranked of(RankedFileEntry file) {
      return new Ranked(file.getPath(), file.getScore(), file.getReasonsList());
    }
  }

  /**
   * What context somebody wants.
   *
   * @param session not there: the default one
   * @param budget tokens; not there: 8000
   * @param model whose tokens; not there: o200k_base
   * @param format {@code xml}, {@code markdown} or {@code json}; not there: XML
   * @param rules in YAML; not there: those of the workspace, if it has any
   */
  record Wanted(
      @Nullable String session,
      @Nullable String task,
      @Nullable Integer budget,
      @Nullable String model,
      @Nullable String format,
      @Nullable String rules) {

    String sessionOrDefault() {
      return session == null ? "" : session;
    }

    BuildContextRequest toMessage() {
      BuildContextRequest.Builder message =
          BuildContextRequest.newBuilder().setTask(task == null ? "" : task);
      if (budget != null) {
        if (budget < 1) {
          throw Fault.invalid("budget", budget, "1 or more tokens");
        }
        message.setBudget(budget);
      }
      return message
          .setModel(model == null ? "" : model)
          .setFormat(format(format))
          .setRules(rules == null ? "" : rules)
          .build();
    }

    private static ContextFormat format(@Nullable String format) {
      return switch (format) {
        case null -> ContextFormat.CONTEXT_FORMAT_UNSPECIFIED;
        case "xml" -> ContextFormat.CONTEXT_FORMAT_XML;
        case "markdown" -> ContextFormat.CONTEXT_FORMAT_MARKDOWN;
        case "json" -> ContextFormat.CONTEXT_FORMAT_JSON;
        default -> throw Fault.invalid("format", format, "xml, markdown or json");
      };
    }
  }

  /**
   * A context.
   *
   * @param tokens of the text: exact, or at most
   * @param estimated the model's own tokenizer is not public
   * @param items by path
   * @param omissions what was wanted and is not there
   * @param notes what rules could not have: line, column, rule, why
   */
  public record Built(
      String text,
      long tokens,
      boolean estimated,
      List<Item> items,
      List<Omission> omissions,
      List<String> notes) {

    static Built of(BuiltContext built) {
      return new Built(
          built.getText(),
          built.getTokens(),
          built.getEstimated(),
          built.getItemsList().stream().map(Item::of).toList(),
          built.getOmissionsList().stream().map(Omission::of).toList(),
          built.getNotesList());
    }
  }

  /**
   * A file that is shown.
   *
   * @param depth {@code map}, {@code slices} or {@code whole}
   */
  public record Item(String path, String depth, long tokens, List<String> reasons) {

    static Item of(ContextItem item) {
      return new Item(
          item.getPath(), depth(item.getDepth()), item.getTokens(), item.getReasonsList());
    }

    private static String depth(ContextDepth depth) {
      return switch (depth) {
        case CONTEXT_DEPTH_MAP -> "map";
        case CONTEXT_DEPTH_SLICES -> "slices";
        case CONTEXT_DEPTH_WHOLE -> "whole";
        case CONTEXT_DEPTH_UNSPECIFIED, UNRECOGNIZED -> "";
      };
    }
  }

  /**
   * Tokens.
   *
   * @param files by path
   */
  public record Tokens(long tokens, boolean estimated, Map<String, Long> files) {

    static Tokens of(TokenCounts counts) {
      Map<String, Long> files = new TreeMap<>();
      counts.getFilesList().forEach(file -> files.put(file.getPath(), file.getTokens()));
      return new Tokens(counts.getTokens(), counts.getEstimated(), files);
    }
  }
}
