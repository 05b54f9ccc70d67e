package dev.devtail.syntax;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The languages that are read, and the names of their files. */
public enum Language {
  JAVA("java", ".java"),
  KOTLIN("kotlin", ".kt .kts"),
  SCALA("scala", ".scala .sc .sbt"),
  PYTHON("python", ".py .pyi"),
  JAVASCRIPT("javascript", ".js .mjs .cjs .jsx"),
  TYPESCRIPT("typescript", ".ts .mts .cts"),
  TSX("tsx", ".tsx"),
  GO("go", ".go"),
  RUST("rust", ".rs"),
  C("c", ".c .h"),
  CPP("cpp", ".cc .cpp .cxx .c++ .hh .hpp .hxx .ipp .inl"),
  C_SHARP("csharp", ".cs"),
  RUBY("ruby", ".rb .rake .gemspec /Rakefile /Gemfile"),
  PHP("php", ".php"),
  SWIFT("swift", ".swift"),
  BASH("bash", ".sh .bash /.bashrc /.bash_profile"),
  SQL("sql", ".sql"),
  HTML("html", ".html .htm"),
  CSS("css", ".css"),
  JSON("json", ".json"),
  YAML("yaml", ".yaml .yml"),
  TOML("toml", ".toml /Cargo.lock"),
  MARKDOWN("markdown", ".md .markdown"),
  /** Any other text. */
  TEXT("text", "");

  private static final Map<String, Language> BY_ENDING = new HashMap<>();

  static {
    for (Language language : values()) {
      for (String ending : language.endings.split(" ")) {
        BY_ENDING.put(ending, language);
      }
    }
  }

  private final String id;
  private final String endings;

  /**
   * @param endings of a file's name, or the whole of it behind a slash; blanks between
   */
  Language(String id, String endings) {
    this.id = id;
    this.endings = endings;
  }

  /** As it is written in Markdown's code fences. */
  public String id() {
    return id;
  }

  /** By the name of the file; {@link #TEXT} if that says nothing. */
  public static Language of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return Optional.ofNullable(BY_ENDING.get("/" + name)).or(() -> byEnding(name)).orElse(TEXT);
  }

  private static Optional<Language> byEnding(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.ofNullable(BY_ENDING.get(name.substring(dot).toLowerCase(Locale.ROOT)));
  }

  /** Whether it is written to be run; if not, it is prose, data or looks. */
  public boolean isCode() {
    return switch (this) {
      case TEXT, JSON, YAML, TOML, MARKDOWN, HTML, CSS -> false;
      default -> true;
    };
  }

  /** By its {@link #id()}. */
  public static Optional<Language> byId(String id) {
    for (Language language : values()) {
      if (language.id.equals(id)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }
}
