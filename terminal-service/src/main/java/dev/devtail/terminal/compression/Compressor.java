package dev.devtail.terminal.compression;

/**
 * Compresses pieces of a stream, each for itself, with the bytes before it as dictionary: whoever
 * has those can undo it. Nothing is kept between the pieces. For one thread.
 */
public interface Compressor extends AutoCloseable {

  /** Most bytes before a piece that serve as its dictionary. */
  int DICTIONARY_BYTES = 16 * 1024;

  /**
   * @param dictionary its first {@code dictionaryLength} bytes come right before the piece
   * @param room how many bytes of the target the compressed piece may take
   * @return how many it took, or 0 if there was no room for it
   */
  int compress(
      byte[] dictionary,
      int dictionaryLength,
      byte[] source,
      int start,
      int length,
      byte[] target,
      int room);

  @Override
  void close();
}
