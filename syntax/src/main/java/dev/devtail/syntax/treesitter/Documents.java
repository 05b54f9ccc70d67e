package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.Language;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents that were parsed last. Thread-safe; whoever takes one out owns it. */
final class Documents implements AutoCloseable {

  static final int MAX_DOCUMENTS = 64;

  /** Of all of them. */
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private final Map<String, Document> byName = new LinkedHashMap<>();
  private long bytes;
  private boolean closed;

  /**
   * @return null if it is not there, or was of another language
   */
  synchronized @Nullable Document take(String name, Language language) {
    Document document = byName.remove(name);
    if (document == null) {
      return null;
    }
    bytes -= document.content().length;
    if (document.language() != language) {
      document.close();
      return null;
    }
    return document;
  }

  /** Takes one in; the ones that nobody has asked for longest make room. */
  synchronized void put(String name, Document document) {
    if (closed) {
      document.close();
      return;
    }
    Document other = byName.remove(name);
    if (other != null) {
      forget(other);
    }
    byName.put(name, document);
    bytes += document.content().length;
    Iterator<Document> oldest = byName.values().iterator();
    while (byName.size() > MAX_DOCUMENTS || bytes > MAX_BYTES) {
      Document longest = oldest.next();
      oldest.remove();
      forget(longest);
    }
  }

  private void forget(Document document) {
    bytes -= document.content().length;
    document.close();
  }

  synchronized int size() {
    return byName.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    byName.values().forEach(Document::close);
    byName.clear();
    bytes = 0;
  }
}
