package dev.devtail.context.workspace;

/**
 * What is in a file; nobody changes the bytes.
 *
 * @param hash of the bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record FileContent(String path, ContentHash hash, byte[] content) {}
