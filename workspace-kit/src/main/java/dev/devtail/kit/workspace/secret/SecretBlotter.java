package dev.devtail.kit.workspace.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blots secrets out of texts. Keywords are looked for first, all of them in one pass, and a rule is
 * tried around its keywords only: most of a text is never matched against anything. Immutable.
 */
public final class SecretBlotter {

  private static final SecretBlotter BUILT_IN = new SecretBlotter(SecretRules.builtIn());

  private final KeywordHits keywords;
  private final List<RuleTrial> trials;

  SecretBlotter(SecretRules rules) {
    this.keywords = new KeywordHits(rules.rules());
    this.trials = rules.rules().stream().map(rule -> new RuleTrial(rule, rules.allowed())).toList();
  }

  /** With the rules that come along. */
  public static SecretBlotter builtIn() {
    return BUILT_IN;
  }

  /**
   * The text without its secrets, with as many lines. It is in UTF-8 or another encoding that has
   * ASCII in it, or in UTF-16 with a mark.
   *
   * @param path of the file, as some rules are for some files
   * @param content is not changed
   */
  public Blotted blot(String path, byte[] content) {
    Charset utf16 = utf16(content);
    if (utf16 == null) {
      return blotBytes(path, content);
    }
    Blotted blotted = blotBytes(path, new String(content, utf16).getBytes(UTF_8));
    return blotted.rules().isEmpty()
        ? new Blotted(content, List.of())
        : new Blotted(new String(blotted.content(), UTF_8).getBytes(utf16), blotted.rules());
  }

  /** The mark stays the first character of the text. */
  private static @Nullable Charset utf16(byte[] content) {
    if (content.length < 2) {
      return null;
    }
    return switch ((content[0] & 0xFF) << 8 | (content[1] & 0xFF)) {
      case 0xFEFF -> UTF_16BE;
      case 0xFFFE -> UTF_16LE;
      default -> null;
    };
  }

  /** Bytes are taken as characters: what the rules look for is ASCII. */
  private Blotted blotBytes(String path, byte[] content) {
    Windows windows = new Windows(content, path, trials);
    keywords.in(content, windows::add);
    List<Finding> findings = windows.findings();
    return findings.isEmpty()
        ? new Blotted(content, List.of())
        : Finding.blotOut(new String(content, ISO_8859_1), findings);
  }
}
