package dev.devtail.context.index;

/** What paths of files say. */
final class Paths {

  private Paths() {}

  /** The name of a file without its directory and its endings. */
  static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.indexOf('.', 1);
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Its directory; tests have the one of what they test. */
  static String home(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash).replace("/test/", "/main/");
  }
}
