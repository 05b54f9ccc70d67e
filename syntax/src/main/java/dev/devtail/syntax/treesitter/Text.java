package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Words of a file as they stand in a code map. */
final class Text {

  /** What may be looked at to find a symbol's first sentence or its signature, in bytes. */
  private static final int LONGEST_LOOK = 4_096;

  /** What opens or continues a comment at the beginning of a line, in any of the languages. */
  private static final Pattern COMMENT_BEGIN =
      Pattern.compile(
          "^\\s*(?:/\\*+!?|\\*+/|\\*(?!\\*)|//+!?|#+!?|--+|;+|<!--+|'''|\"\"\"|[rRuUbB]{0,2}\"\"\")?\\s*");

  private static final Pattern COMMENT_END = Pattern.compile("\\s*(?:\\*+/|--+>|\"\"\"|''')\\s*$");

  /** Ends a sentence. */
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s)");

  private static final Pattern TARGET_MARKS =
      Pattern.compile("^(?:import|use(?: function| const)?) +|^[\"'<`]+|[\"'>`;]+$");

  private static final Pattern NAME_MARKS = Pattern.compile("^[\"'`]+|[\"'`]+$|^:(?=\\w+$)");

  private static final Pattern SIGNATURE_TAIL = Pattern.compile("(?:[ {=:;,]|=>)+$");

  private static final Pattern MARKUP = Pattern.compile("</?[a-zA-Z][^<>]*>");

  private static final Pattern LABELLED_LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+\\S+\\s+([^{}]*)}");

  private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");

  /** Says whose the file is, and nothing of the symbol below it. */
  private static final Pattern NOTICE =
      Pattern.compile("copyright|licen[cs]e", Pattern.CASE_INSENSITIVE);

  private static final Pattern BLANK_INSIDE_BRACKET =
      Pattern.compile("(?<=[(\\[]) |,? (?=[)\\]])| (?=,)");

  private Text() {}

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\t' || b == '\r' || b == '\f';
  }

  /** Blanks and line feeds become one blank. */
  static String inOneLine(byte[] content, int start, int end) {
    byte[] line = new byte[Math.min(end - start, LONGEST_LOOK) + 1];
    int length = 0;
    boolean blank = false;
    for (int i = start; i < end && length < line.length - 1; i++) {
      if (isBlank(content[i])) {
        blank = length > 0;
      } else {
        if (blank) {
          line[length++] = ' ';
          blank = false;
        }
        line[length++] = content[i];
      }
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** No longer than that, and no half character at its end. */
  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
    return text.substring(0, end) + "…";
  }

  /** Without what leads to a body or ends a declaration, and what breaking it into lines left. */
  static String signature(String signature) {
    String tight = BLANK_INSIDE_BRACKET.matcher(signature).replaceAll("");
    return SIGNATURE_TAIL.matcher(tight).replaceFirst("");
  }

  /** What is imported, without the word for it and quotes. */
  static String target(String statement) {
    return TARGET_MARKS.matcher(statement).replaceAll("");
  }

  /** What is declared, without quotes. */
  static String name(String written) {
    return NAME_MARKS.matcher(written).replaceAll("");
  }

  /** The first sentence of a comment, without its marks. */
  static String doc(byte[] content, int start, int end) {
    String comment =
        new String(content, start, Math.min(end - start, LONGEST_LOOK), StandardCharsets.UTF_8);
    if (NOTICE.matcher(comment).find()) {
      return "";
    }
    StringBuilder doc = new StringBuilder();
    for (String line : comment.split("\n")) {
      String words =
          COMMENT_END.matcher(COMMENT_BEGIN.matcher(line).replaceFirst("")).replaceFirst("");
      words = MARKUP.matcher(words).replaceAll("").strip();
      if (words.isEmpty() || words.startsWith("@")) {
        if (!doc.isEmpty() || words.startsWith("@")) {
          break;
        }
        continue;
      }
      doc.append(doc.isEmpty() ? "" : " ").append(words);
      if (SENTENCE_END.matcher(doc).find() || doc.length() > 2 * Symbol.MAX_DOC) {
        break;
      }
    }
    String text = INLINE_TAG.matcher(LABELLED_LINK.matcher(doc).replaceAll("$1")).replaceAll("$1");
    var sentence = SENTENCE_END.matcher(text);
    return cut(sentence.find() ? text.substring(0, sentence.end()) : text, Symbol.MAX_DOC);
  }
}
