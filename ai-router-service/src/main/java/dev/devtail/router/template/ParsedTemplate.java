package dev.devtail.router.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template that has been read, before it is known whether the others that it includes are there.
 *
 * @param body in Mustache
 * @param bodyLine of the source, where the body begins
 * @param variables that stand in it, outside of its partials
 * @param partials that it includes by itself, as often as it does
 */
record ParsedTemplate(
    TemplateSource source,
    TemplateReference reference,
    TemplateHead head,
    String body,
    int bodyLine,
    Set<String> variables,
    List<TemplateReference> partials) {

  /** Most UTF-16 characters of a template's file. */
  static final int MAX_SOURCE = 64 * 1024;

  private static final String FENCE = "---";

  private static final Pattern LINE = Pattern.compile("@ line (\\d+)");

  /**
   * @throws TemplateException names the file and the line
   */
  static ParsedTemplate parse(TemplateSource given) {
    TemplateSource source =
        new TemplateSource(given.file(), given.text().replace("\r\n", "\n"), given.shipped());
    TemplateReference reference =
        TemplateReference.ofFile(source.file())
            .orElseThrow(
                () -> source.wrong(1, "the name of this file (expected: name.version.mustache)"));
    if (source.text().length() > MAX_SOURCE) {
      throw source.wrong(
          1, "%d characters (expected: at most %d)".formatted(source.text().length(), MAX_SOURCE));
    }
    int end = source.text().indexOf("\n" + FENCE + "\n");
    if (!source.text().startsWith(FENCE + "\n") || end < 0) {
      throw source.wrong(1, "no head (expected: YAML between two lines of ---)");
    }
    TemplateHead head = TemplateHead.read(source, source.text().substring(0, end));
    int bodyStart = end + FENCE.length() + 2;
    int bodyLine =
        1 + (int) source.text().substring(0, bodyStart).chars().filter(c -> c == '\n').count();
    String body = source.text().substring(bodyStart).stripTrailing();
    if (body.isBlank()) {
      throw source.wrong(bodyLine, "no text behind the head");
    }
    if (reference.isPartial()) {
      body += "\n";
    }
    Names names = new Names(source, body, bodyLine);
    try {
      Mustache.compiler().compile(body).visit(names);
    } catch (MustacheException | IndexOutOfBoundsException mistake) {
      throw malformed(source, bodyLine, String.valueOf(mistake.getMessage()));
    }
    return new ParsedTemplate(
        source, reference, head, body, bodyLine, names.variables, names.partials);
  }

  private static TemplateException malformed(TemplateSource source, int bodyLine, String message) {
    Matcher line = LINE.matcher(message);
    return line.find()
        ? source.wrong(
            bodyLine + Integer.parseInt(line.group(1)) - 1, line.replaceFirst("").strip())
        : source.wrong(bodyLine, message);
  }

  /** Where a name is first used. */
  int lineOf(String name) {
    return bodyLine - 1 + new TemplateSource("", body, false).lineOf(name);
  }

  /** What stands in a template by its names. */
  private static final class Names implements Mustache.Visitor {

    private final Set<String> variables = new LinkedHashSet<>();
    private final List<TemplateReference> partials = new ArrayList<>();
    private final TemplateSource source;
    private final String body;
    private final int bodyLine;

    private Names(TemplateSource source, String body, int bodyLine) {
      this.source = source;
      this.body = body;
      this.bodyLine = bodyLine;
    }

    /** The engine takes a tag that does not end for text. */
    @Override
    public void visitText(String text) {
      int open = text.indexOf("{{");
      if (open >= 0 && !body.contains("{{=")) {
        String tag = text.substring(open).lines().findFirst().orElse("");
        throw wrong(tag, "%s: the tag does not end".formatted(tag));
      }
    }

    @Override
    public void visitVariable(String name) {
      variables.add(name);
    }

    @Override
    public boolean visitInclude(String name) {
      TemplateReference partial =
          TemplateReference.parse(name)
              .filter(TemplateReference::isPartial)
              .filter(reference -> reference.version().isPresent())
              .orElseThrow(
                  () ->
                      wrong(
                          name,
                          "partial %s (expected: _name@version, so that what is rendered stays as it is)"
                              .formatted(name)));
      partials.add(partial);
      return false;
    }

    @Override
    public boolean visitParent(String name) {
      throw wrong(name, "{{<%s}}: templates do not inherit (expected: a partial)".formatted(name));
    }

    @Override
    public boolean visitBlock(String name) {
      throw wrong(name, "{{$%s}}: templates do not inherit (expected: a partial)".formatted(name));
    }

    @Override
    public boolean visitSection(String name) {
      variables.add(name);
      return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
      variables.add(name);
      return true;
    }

    private TemplateException wrong(String where, String message) {
      int at = Math.max(0, body.indexOf(where));
      return source.wrong(
          bodyLine + (int) body.substring(0, at).chars().filter(c -> c == '\n').count(), message);
    }
  }
}
