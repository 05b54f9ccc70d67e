package dev.devtail.context.index;

import java.util.Locale;
import java.util.regex.Pattern;

/** Messages of commits, as far as they say what was done. */
final class Messages {

  private static final Pattern TRAILER =
      Pattern.compile(
          "(?im)^(signed-off-by|co-authored-by|change-id|reviewed-by|acked-by|tested-by):.*$");

  private Messages() {}

  static String withoutTrailers(String message) {
    return message.toLowerCase(Locale.ROOT).contains("-by:") || message.contains("Change-Id:")
        ? TRAILER.matcher(message).replaceAll("")
        : message;
  }
}
