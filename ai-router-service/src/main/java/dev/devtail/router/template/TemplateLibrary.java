package dev.devtail.router.template;

import dev.devtail.router.template.TemplateException.Kind;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The templates that there are: those that come with DevTail, and those of its operator, which
 * stand in the place of shipped ones with the same name and version. A name without a version is
 * the operator's newest of that name, else the newest that comes with DevTail.
 */
public final class TemplateLibrary {

  /** Most UTF-16 characters that a template is rendered to. */
  public static final int MAX_RENDERED = 1024 * 1024;

  private final Map<String, LinkedTemplate> byReference = new TreeMap<>();
  private final Map<String, LinkedTemplate> newest = new TreeMap<>();

  private TemplateLibrary(List<TemplateSource> sources) {
    Map<String, ParsedTemplate> parsed = new LinkedHashMap<>();
    for (TemplateSource source : sources) {
      ParsedTemplate template = ParsedTemplate.parse(source);
      parsed.put(template.reference().toString(), template);
    }
    for (LinkedTemplate linked : new TemplateLinker(List.copyOf(parsed.values())).link()) {
      byReference.put(linked.template().reference(), linked);
      newest.merge(linked.template().name(), linked, TemplateLibrary::newer);
    }
  }

  private static LinkedTemplate newer(LinkedTemplate one, LinkedTemplate other) {
    Comparator<Template> order =
        Comparator.comparing((Template template) -> !template.shipped())
            .thenComparingInt(Template::version);
    return order.compare(one.template(), other.template()) >= 0 ? one : other;
  }

  /** Those that come with DevTail. */
  public static TemplateLibrary shipped() {
    return new TemplateLibrary(TemplateFiles.shipped());
  }

  /**
   * Those that come with DevTail, and those in a directory and the directories in it, as they are
   * now.
   *
   * @throws TemplateException if one has a mistake; it names file and line
   */
  public static TemplateLibrary with(Path directory) {
    return new TemplateLibrary(
        Stream.concat(TemplateFiles.shipped().stream(), TemplateFiles.in(directory).stream())
            .toList());
  }

  /**
   * Fills a template in.
   *
   * @param reference {@code name} for the newest, or {@code name@version}
   * @param parameters by name; their values stand in the text as they are
   * @throws TemplateException if there is no such template, or parameters are missing, unknown or
   *     not what it takes
   */
  public Rendered render(String reference, Map<String, String> parameters) {
    return linked(reference).orElseThrow(() -> unknown(reference)).render(parameters);
  }

  /** The newest of each name, by name. */
  public List<Template> templates() {
    return newest.values().stream().map(LinkedTemplate::template).toList();
  }

  /**
   * @param reference {@code name} for the newest, or {@code name@version}
   */
  public Optional<Template> find(String reference) {
    return linked(reference).map(LinkedTemplate::template);
  }

  /** As {@link #find}, where there has to be one. */
  public Template get(String reference) {
    return find(reference).orElseThrow(() -> unknown(reference));
  }

  /** All versions of a template, the oldest first. */
  public List<Integer> versions(String name) {
    return byReference.values().stream()
        .map(LinkedTemplate::template)
        .filter(template -> template.name().equals(name))
        .map(Template::version)
        .sorted()
        .toList();
  }

  private Optional<LinkedTemplate> linked(String reference) {
    return Optional.ofNullable(
        reference.contains("@") ? byReference.get(reference) : newest.get(reference));
  }

  private TemplateException unknown(String reference) {
    List<Integer> versions = versions(reference.split("@", 2)[0]);
    String there =
        versions.isEmpty()
            ? String.join(", ", newest.keySet())
            : versions.stream()
                .map(version -> reference.split("@", 2)[0] + "@" + version)
                .collect(Collectors.joining(", "));
    return new TemplateException(
        Kind.UNKNOWN, "There is no template %s. There are: %s.".formatted(reference, there));
  }
}
