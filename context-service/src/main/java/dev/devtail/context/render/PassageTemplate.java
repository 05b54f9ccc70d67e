package dev.devtail.context.render;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.devtail.kit.fault.Fault;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A passage with parameters, in Mustache: {@code {{name}}} and {@code {{#name}}…{{/name}}}. It
 * includes nothing, and its parameters are texts. Thread-safe.
 */
public final class PassageTemplate {

  /** Of a template, in UTF-16 characters. */
  public static final int MAX_SOURCE = 64 * 1024;

  /** Of a parameter's value, in UTF-16 characters. */
  public static final int MAX_VALUE = 1024 * 1024;

  /** Of what comes out, in UTF-16 characters. */
  public static final int MAX_TEXT = 4 * 1024 * 1024;

  private final String name;
  private final Template template;
  private final Set<String> parameters;

  private PassageTemplate(String name, Template template, Set<String> parameters) {
    this.name = name;
    this.template = template;
    this.parameters = parameters;
  }

  /**
   * Reads a template.
   *
   * @param name of its passages
   * @throws Fault INVALID_ARGUMENT if it has a mistake; it says where
   */
  public static PassageTemplate of(String name, String source) {
    if (source.length() > MAX_SOURCE) {
      throw invalid(name, "%d characters".formatted(source.length()), "at most " + MAX_SOURCE);
    }
    try {
      Template template =
          Mustache.compiler()
              .escapeHTML(false)
              .emptyStringIsFalse(true)
              .strictSections(true)
              .withCollector(new ParametersOnly())
              .compile(source);
      Names names = new Names(name);
      template.visit(names);
      return new PassageTemplate(name, template, names.used);
    } catch (MustacheException | IndexOutOfBoundsException mistake) {
      throw invalid(name, String.valueOf(mistake.getMessage()), "Mustache");
    }
  }

  /** What stands in it by its name. */
  public Set<String> parameters() {
    return Set.copyOf(parameters);
  }

  /**
   * Fills it in.
   *
   * @param values one for each of its parameters; they stand in the text as they are
   * @throws Fault INVALID_ARGUMENT if one is missing, unknown or too long
   */
  public Passage fill(Map<String, String> values) {
    if (!values.keySet().equals(parameters)) {
      throw invalid(
          name,
          "parameters " + new TreeSet<>(values.keySet()),
          new TreeSet<>(parameters).toString());
    }
    values.forEach(
        (parameter, value) -> {
          if (value.length() > MAX_VALUE) {
            throw invalid(
                name,
                "%s of %d characters".formatted(parameter, value.length()),
                "at most " + MAX_VALUE);
          }
        });
    BoundedText text = new BoundedText(MAX_TEXT);
    try {
      template.execute(values, text);
    } catch (BoundedText.TooLongException tooLong) {
      throw invalid(name, "a longer text", "at most %d characters".formatted(MAX_TEXT));
    }
    return Passage.words(name, text.toString());
  }

  private static Fault invalid(String name, String value, String expected) {
    return Fault.invalid("template " + name, value, expected);
  }

  /** Collects what a template needs. */
  private static final class Names implements Mustache.Visitor {

    private final Set<String> used = new LinkedHashSet<>();
    private final String template;

    private Names(String template) {
      this.template = template;
    }

    /** The engine takes a tag that does not end for text. */
    @Override
    public void visitText(String text) {
      int open = text.indexOf("{{");
      if (open >= 0) {
        throw invalid(
            template, text.substring(open).lines().findFirst().orElse(""), "a closed tag");
      }
    }

    @Override
    public void visitVariable(String name) {
      used.add(name);
    }

    @Override
    public boolean visitInclude(String name) {
      throw invalid(template, "{{>%s}}".formatted(name), "no other templates");
    }

    @Override
    public boolean visitParent(String name) {
      throw invalid(template, "{{<%s}}".formatted(name), "no other templates");
    }

    @Override
    public boolean visitBlock(String name) {
      throw invalid(template, "{{$%s}}".formatted(name), "no blocks");
    }

    @Override
    public boolean visitSection(String name) {
      used.add(name);
      return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
      used.add(name);
      return true;
    }
  }
}
