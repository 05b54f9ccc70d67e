package dev.devtail.context.index;

import dev.devtail.context.workspace.ContentHash;
import dev.devtail.syntax.CodeMap;

/**
 * What is known of a file by its content alone: the same wherever that content is.
 *
 * @param bytes of the content
 */
public record FileFacts(ContentHash hash, long bytes, CodeMap map, Terms terms) {}
