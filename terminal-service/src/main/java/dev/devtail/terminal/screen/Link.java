package dev.devtail.terminal.screen;

/**
 * A hyperlink of OSC 8. Cells belong together if their links are equal.
 *
 * @param id what the program named the link, or what stands for one it did not name
 * @param uri where it leads
 */
record Link(String id, String uri) {
  /** Links with longer URIs are not kept: the cells become plain text. */
  static final int MAX_URI = 2083;
}
