package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words of a file as they stand in a code map. */
final class Text {

  /** What may be looked at for a name or a signature, in bytes. */
  private static final int LONGEST_LOOK = 4_096;

  /** What may be looked at for the first sentence of a comment, in bytes. */
  private static final int LONGEST_DOC_LOOK = 1_024;

  /** Between a bracket and what it encloses: left from lines that were broken there. */
  private static final Pattern BLANK_INSIDE_BRACKET =
      Pattern.compile("(?<=[(\\[]) |,? (?=[)\\]])| (?=,)");

  private static final Pattern TARGET_MARKS =
      Pattern.compile("^(?:import|use(?: function| const)?) +|^[\"'<`]+|[\"'>`;]+$");

  private static final Pattern NAME_MARKS = Pattern.compile("^[\"'`]+|[\"'`]+$|^:(?=\\w+$)");

  private static final Pattern MARKUP = Pattern.compile("</?[a-zA-Z][^<>]*>");

  private static final Pattern LABELLED_LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+\\S+\\s+([^{}]*)}");

  private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");

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
    int end = signature.length();
    while (end > 0) {
      if (" {=:;,".indexOf(signature.charAt(end - 1)) >= 0) {
        end--;
      } else if (signature.startsWith("=>", end - 2)) {
        end -= 2;
      } else {
        break;
      }
    }
    String whole = signature.substring(0, end);
    boolean broken =
        whole.contains("( ")
            || whole.contains(" )")
            || whole.contains("[ ")
            || whole.contains(" ]")
            || whole.contains(" ,");
    return broken ? BLANK_INSIDE_BRACKET.matcher(whole).replaceAll("") : whole;
  }

  /** What is imported, without the word for it and quotes. */
  static String target(String statement) {
    return TARGET_MARKS.matcher(statement).replaceAll("");
  }

  /** What is declared, without quotes. */
  static String name(String written) {
    return !written.isEmpty() && Character.isLetter(written.charAt(0))
        ? written
        : NAME_MARKS.matcher(written).replaceAll("");
  }

  /** The first sentence of a comment, without its marks; empty if that says whose the file is. */
  static String doc(byte[] content, int start, int end) {
    String comment =
        new String(content, start, Math.min(end - start, LONGEST_DOC_LOOK), StandardCharsets.UTF_8);
    StringBuilder doc = new StringBuilder();
    int lineEnd = -1;
    while (lineEnd < comment.length() && sentenceEnd(doc) < 0) {
      int lineStart = lineEnd + 1;
      lineEnd = comment.indexOf('\n', lineStart);
      lineEnd = lineEnd < 0 ? comment.length() : lineEnd;
      String words = words(comment.substring(lineStart, lineEnd).strip());
      if (words.startsWith("@") || (words.isEmpty() && !doc.isEmpty())) {
        break;
      }
      if (!words.isEmpty()) {
        doc.append(doc.isEmpty() ? "" : " ").append(words);
      }
    }
    String text = doc.toString();
    if (text.contains("{@")) {
      text = INLINE_TAG.matcher(LABELLED_LINK.matcher(text).replaceAll("$1")).replaceAll("$1");
    }
    int sentence = sentenceEnd(text);
    return isNotice(text)
        ? ""
        : cut(sentence < 0 ? text : text.substring(0, sentence), Symbol.MAX_DOC);
  }

  /** Behind the mark that ends the first sentence; -1: it goes on. */
  private static int sentenceEnd(CharSequence text) {
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == ' ' && ".!?".indexOf(text.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNotice(String text) {
    String words = text.toLowerCase(Locale.ROOT);
    return words.contains("copyright") || words.contains("license");
  }

  /** A line of a comment without what opens, continues or closes comments in any language. */
  private static String words(String line) {
    int start = commentMark(line);
    int end = line.length();
    for (String close : new String[] {"*/", "-->", "\"\"\"", "'''"}) {
      if (end - close.length() >= start && line.startsWith(close, end - close.length())) {
        end -= close.length();
      }
    }
    while (end > start && line.charAt(end - 1) == '*') {
      end--;
    }
    String words = line.substring(start, end);
    return (words.indexOf('<') < 0 ? words : MARKUP.matcher(words).replaceAll("")).strip();
  }

  /** How long the mark is that the line begins with. */
  private static int commentMark(String line) {
    if (line.isEmpty()) {
      return 0;
    }
    return switch (line.charAt(0)) {
      case '/' -> line.startsWith("/*") || line.startsWith("//") ? run(line, 1, "/*!") : 0;
      case '*' -> line.startsWith("*/") ? 2 : 1;
      case '#' -> run(line, 1, "#!");
      case ';' -> run(line, 1, ";");
      case '-' -> line.startsWith("--") ? run(line, 2, "-") : 0;
      case '<' -> line.startsWith("<!--") ? run(line, 4, "-") : 0;
      case '"', '\'' -> run(line, 1, "\"'");
      case 'r', 'R', 'u', 'U', 'b', 'B' -> line.startsWith("\"\"\"", 1) ? 4 : 0;
      default -> 0;
    };
  }

  /** Where the characters end that are all of these. */
  private static int run(String line, int from, String these) {
    int at = from;
    while (at < line.length() && these.indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
