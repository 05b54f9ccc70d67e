package dev.devtail.router.template;

/** What is wrong with a template, or with what is asked of it, in a sentence for people. */
public final class TemplateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** There is no template of that name and version. */
    UNKNOWN,
    /** Parameters are missing, unknown, or not what the template takes. */
    PARAMETERS,
    /** The text that was asked for is longer than {@link TemplateLibrary#MAX_RENDERED}. */
    TOO_LONG,
    /** A template's file has a mistake. The message begins with its name and the line. */
    MALFORMED
  }

  private final Kind kind;
  private final String field;

  TemplateException(Kind kind, String message) {
    this(kind, message, "");
  }

  TemplateException(Kind kind, String message, String field) {
    super(message);
    this.kind = kind;
    this.field = field;
  }

  public Kind kind() {
    return kind;
  }

  /** What of the request is wrong, as in {@code parameters.diff}; empty if no one field is. */
  public String field() {
    return field;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
