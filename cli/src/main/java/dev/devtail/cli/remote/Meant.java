package dev.devtail.cli.remote;

import dev.devtail.protocol.v1.ErrorCode;
import java.util.List;
import java.util.function.Function;

/** What a user means by the beginning of an id. */
final class Meant {

  private static final int SHORT_ID_LENGTH = 8;

  private Meant() {}

  /**
   * @param what it is, and the command that lists it
   * @throws dev.devtail.client.DevtailException NOT_FOUND if none is meant, INVALID_ARGUMENT if
   *     several are
   */
  static <T> T byId(List<T> all, Function<T, String> id, String meant, String what, String list) {
    List<T> found = all.stream().filter(one -> id.apply(one).startsWith(meant)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw found.isEmpty()
        ? Gateway.refusal(
            ErrorCode.ERROR_CODE_NOT_FOUND,
            "There is no %s %s. See: %s".formatted(what, meant, list))
        : Gateway.refusal(
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
            "%d %ss begin with %s; type more of the id.".formatted(found.size(), what, meant));
  }

  /** The beginning of an id that tables show. */
  static String shortId(String id) {
    return id.substring(0, Math.min(SHORT_ID_LENGTH, id.length()));
  }
}
