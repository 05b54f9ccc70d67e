package dev.devtail.router.protocol;

import java.util.List;
import java.util.stream.Stream;

/** The fields of an HTTP message's head, in their order. */
public record Headers(List<Header> all) {

  public static final Headers NONE = new Headers(List.of());

  public Headers {
    all = List.copyOf(all);
  }

  /**
   * The first of that name, empty if there is none.
   *
   * @param name in lower case
   */
  public String first(String name) {
    for (Header header : all) {
      if (header.name().equals(name)) {
        return header.value();
      }
    }
    return "";
  }

  /** These, and one more. */
  public Headers with(String name, String value) {
    return new Headers(Stream.concat(all.stream(), Stream.of(new Header(name, value))).toList());
  }
}
