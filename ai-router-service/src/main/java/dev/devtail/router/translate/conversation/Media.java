package dev.devtail.router.translate.conversation;

/** What an image or a document is made of. */
public sealed interface Media {

  /**
   * Its bytes.
   *
   * @param type such as {@code image/png}
   * @param base64 as it was sent
   */
  record Inline(String type, String base64) implements Media {

    /** As a URL ({@code data:}). */
    public String url() {
      return "data:%s;base64,%s".formatted(type, base64);
    }
  }

  /** Where the provider may fetch it. */
  record Remote(String url) implements Media {}

  private static int comma(String url) {
    return url.startsWith("data:") ? url.indexOf(";base64,") : -1;
  }

  /** Of a URL, which may hold the bytes itself. */
  static Media of(String url) {
    int comma = comma(url);
    return comma < 0
        ? new Remote(url)
        : new Inline(
            url.substring("data:".length(), comma), url.substring(comma + ";base64,".length()));
  }
}
