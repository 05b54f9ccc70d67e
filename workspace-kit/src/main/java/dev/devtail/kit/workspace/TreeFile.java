package dev.devtail.kit.workspace;

/**
 * A file of a workspace.
 *
 * @param path relative to the workspace, with {@code /}
 * @param hash of its content as it is given
 * @param bytes of that content
 * @param modifiedMillis since 1970, as its file system says
 */
public record TreeFile(String path, FileHash hash, long bytes, long modifiedMillis) {}
