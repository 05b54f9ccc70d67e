package dev.devtail.context.render;

import dev.devtail.context.select.Depth;
import dev.devtail.syntax.Language;

/**
 * How one format writes what is around the lines. Every text begins a line with what is neither
 * blank nor a slash, and ends one, so that the tokens of a context are the sum of those of its
 * parts.
 */
interface Markup {

  String begin();

  String end();

  String open(Section section);

  String close(Section section);

  /** Between two files of a section. */
  String between();

  /**
   * What marks the end of a file's lines and does not occur in them.
   *
   * @param content as it is written
   */
  String guard(String content);

  /** Before the lines of a file. */
  String open(String path, Language language, Depth depth, String guard);

  /** Behind the lines of a file. */
  String close(Depth depth, String guard);

  /**
   * Lines as they are written.
   *
   * @param text each line ended by a line feed
   */
  String lines(String text);

  String passage(Passage passage);
}
