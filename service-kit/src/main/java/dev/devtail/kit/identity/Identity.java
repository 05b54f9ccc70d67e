package dev.devtail.kit.identity;

/**
 * For whom a call is made.
 *
 * @param user the user's stable name, as the gateway authenticated it
 * @param role what the caller may do
 */
public record Identity(String user, Role role) {

  /** Longest user name, in characters. */
  public static final int MAX_USER_LENGTH = 200;

  public Identity {
    if (user.isBlank() || user.length() > MAX_USER_LENGTH) {
      throw new IllegalArgumentException("user: length " + user.length() + " (expected: 1 to 200)");
    }
  }

  /** A user acts on what is theirs; a service reports for all of them. */
  public enum Role {
    USER,
    SERVICE
  }

  public static Identity user(String user) {
    return new Identity(user, Role.USER);
  }

  public static Identity service(String name) {
    return new Identity(name, Role.SERVICE);
  }
}
