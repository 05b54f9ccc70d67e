package dev.devtail.context.workspace;

/**
 * A file as it is at the moment.
 *
 * @param path relative to the workspace, with `/`
 * @param hash of what {@link Workspace#contents} gives for it
 * @param modifiedMillis since 1970, as its file system says
 */
public record WorkspaceFile(String path, ContentHash hash, long bytes, long modifiedMillis) {}
