package dev.devtail.kit.workspace;

/**
 * What is in a file, secrets blotted out; nobody changes the bytes.
 *
 * @param hash of the bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record TreeContent(String path, FileHash hash, byte[] content) {}
