package dev.devtail.kit.workspace;

/**
 * Something that is kept out although Git does not ignore it.
 *
 * @param detail more of why, in plain words; may be empty
 */
public record Omission(String path, Cause cause, String detail) {

  /** Why. */
  public enum Cause {
    TOO_LARGE,
    BINARY,
    /** Its name says that it holds keys or passwords. */
    SECRET_FILE,
    /** It is there, but what looks like a key or a password is blotted out in it. */
    SECRET_BLOTTED_OUT,
    NOT_READABLE,
    /** A link that leads in a circle, nowhere, or out of the workspace. */
    LINK,
    /** More files than are taken. */
    TOO_MANY
  }
}
