package dev.devtail.terminal.workspace;

import java.nio.ByteBuffer;

/**
 * A part of a file.
 *
 * @param content from the offset that was asked for; shorter at the file's end
 * @param whole the file that it is a part of
 */
public record FilePart(ByteBuffer content, FileVersion whole) {}
