package dev.devtail.context.index;

import dev.devtail.context.workspace.ContentHash;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeMapCodec;
import dev.devtail.syntax.Language;

/**
 * What is known of a file by its content alone: the same wherever that content is. The map is kept
 * as bytes, a tenth of its objects: of most files nobody asks for it.
 *
 * @param bytes of the content
 * @param encodedMap by {@link CodeMapCodec}
 */
@SuppressWarnings("ArrayRecordComponent")
public record FileFacts(
    ContentHash hash, long bytes, Language language, byte[] encodedMap, Terms terms) {

  /** Of a word in its file and in the index: a hash and a count here, a file and a weight there. */
  private static final int WORD_BYTES = 20;

  /** Of a file, whatever is in it. */
  private static final int FILE_BYTES = 600;

  public static FileFacts of(ContentHash hash, long bytes, CodeMap map, Terms terms) {
    return new FileFacts(hash, bytes, map.language(), CodeMapCodec.encode(map), terms);
  }

  /** What the file declares and mentions. */
  public CodeMap map() {
    return CodeMapCodec.decode(encodedMap)
        .orElseThrow(() -> new IllegalStateException("a map of another version"));
  }

  /** About what it takes of the heap, in bytes, while it is in an index. */
  public long footprint() {
    return FILE_BYTES + encodedMap.length + (long) WORD_BYTES * terms.size();
  }
}
