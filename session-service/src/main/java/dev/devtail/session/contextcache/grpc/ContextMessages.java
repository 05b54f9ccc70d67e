package dev.devtail.session.contextcache.grpc;

import com.google.protobuf.ByteString;
import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.service.v1.ContextCacheEntry;
import dev.devtail.session.contextcache.ContextSnapshot;

/** Context snapshots as the protocol has them. */
public final class ContextMessages {

  private ContextMessages() {}

  public static ContextCacheEntry of(ContextSnapshot snapshot) {
    return ContextCacheEntry.newBuilder()
        .setWorkspace(snapshot.workspace())
        .setCodeMap(ByteString.copyFrom(snapshot.codeMap()))
        .setGeneratedAt(Times.of(snapshot.generatedAt()))
        .setFileCount((int) snapshot.fileCount())
        .setSymbolCount((int) snapshot.symbolCount())
        .build();
  }

  /**
   * @param workspace the entry's, in its one form
   */
  public static ContextSnapshot snapshot(String user, String workspace, ContextCacheEntry entry) {
    return new ContextSnapshot(
        user,
        workspace,
        entry.getCodeMap().asReadOnlyByteBuffer(),
        Times.check("generated_at", entry.getGeneratedAt()),
        Integer.toUnsignedLong(entry.getFileCount()),
        Integer.toUnsignedLong(entry.getSymbolCount()));
  }
}
