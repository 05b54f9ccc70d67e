package dev.devtail.router.template;

import com.samskivert.mustache.Mustache;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds templates to the partials that they include, and checks that they fit together. */
final class TemplateLinker {

  /** How deep partials may include each other. */
  static final int MAX_DEPTH = 8;

  /** Most partials that one template may include, those of its partials with them. */
  static final int MAX_INCLUDED = 200;

  private final Map<String, ParsedTemplate> all = new LinkedHashMap<>();
  private final Mustache.Compiler compiler;

  TemplateLinker(List<ParsedTemplate> templates) {
    templates.forEach(template -> all.put(template.reference().toString(), template));
    compiler =
        Mustache.compiler()
            .escapeHTML(false)
            .emptyStringIsFalse(true)
            .strictSections(true)
            .withCollector(new ParametersOnly())
            .withLoader(name -> new StringReader(body(name)));
  }

  private String body(String name) {
    ParsedTemplate partial = all.get(name);
    if (partial == null) {
      throw new IllegalStateException("There is no partial " + name);
    }
    return partial.body();
  }

  /** Every template that is no partial. */
  List<LinkedTemplate> link() {
    all.values().forEach(this::included);
    return all.values().stream()
        .filter(template -> !template.reference().isPartial())
        .map(this::link)
        .toList();
  }

  private LinkedTemplate link(ParsedTemplate template) {
    Set<ParsedTemplate> parts = included(template);
    Map<String, ParsedTemplate> used = new HashMap<>();
    parts.forEach(part -> part.variables().forEach(name -> used.putIfAbsent(name, part)));
    template.variables().forEach(name -> used.put(name, template));
    Set<String> declared = new LinkedHashSet<>();
    template.head().parameters().forEach(parameter -> declared.add(parameter.name()));
    used.forEach(
        (name, by) -> {
          if (!declared.contains(name)) {
            throw by.source()
                .wrong(
                    by.lineOf(name),
                    "%s: %s has no such parameter (expected: one of %s)"
                        .formatted(name, template.reference(), declared));
          }
        });
    for (String name : declared) {
      if (!used.containsKey(name)) {
        throw template
            .source()
            .wrong(
                template.source().lineOf(name),
                "parameters.%s: the text does not use it".formatted(name));
      }
    }
    return new LinkedTemplate(
        new Template(
            template.reference().name(),
            template.reference().version().orElseThrow(),
            template.head().description(),
            template.head().parameters(),
            parts.stream().map(part -> part.reference().toString()).toList(),
            template.source().shipped(),
            template.body()),
        compiler.compile(template.body()));
  }

  private Set<ParsedTemplate> included(ParsedTemplate template) {
    List<ParsedTemplate> found = new ArrayList<>();
    follow(template, List.of(template), found);
    return new LinkedHashSet<>(found);
  }

  private void follow(ParsedTemplate from, List<ParsedTemplate> path, List<ParsedTemplate> found) {
    for (TemplateReference reference : from.partials()) {
      ParsedTemplate partial = all.get(reference.toString());
      int line = from.lineOf(reference.toString());
      if (partial == null) {
        throw from.source().wrong(line, "there is no partial %s".formatted(reference));
      }
      if (path.contains(partial)) {
        throw from.source().wrong(line, "partial %s includes itself".formatted(reference));
      }
      if (path.size() > MAX_DEPTH) {
        throw from.source()
            .wrong(line, "partials are deeper than %d in each other".formatted(MAX_DEPTH));
      }
      if (found.size() == MAX_INCLUDED) {
        throw from.source().wrong(line, "more than %d partials".formatted(MAX_INCLUDED));
      }
      found.add(partial);
      List<ParsedTemplate> further = new ArrayList<>(path);
      further.add(partial);
      follow(partial, further, found);
    }
  }
}
