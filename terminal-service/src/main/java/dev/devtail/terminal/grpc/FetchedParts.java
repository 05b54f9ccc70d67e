package dev.devtail.terminal.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.kit.workspace.Contents;
import dev.devtail.kit.workspace.TreeContent;
import dev.devtail.protocol.service.v1.FetchedPart;
import dev.devtail.protocol.service.v1.FetchedPiece;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Contents as messages of a bounded size: short files share one, long ones are cut. For one thread
 * at a time.
 */
final class FetchedParts implements AutoCloseable {

  private final Contents contents;

  /** Not all of it was given; null: there is none. */
  private @Nullable TreeContent current;

  private int given;

  /**
   * @param contents are closed with this
   */
  FetchedParts(Contents contents) {
    this.contents = contents;
  }

  /** Empty at the end. */
  Optional<FetchedPart> next() {
    FetchedPart.Builder part = FetchedPart.newBuilder();
    int bytes = 0;
    while (bytes < TreeMessages.FILLED_BYTES) {
      if (current == null) {
        current = contents.next().orElse(null);
        given = 0;
      }
      if (current == null) {
        break;
      }
      FetchedPiece piece = piece(current, TreeMessages.FILLED_BYTES - bytes);
      part.addPieces(piece);
      bytes += piece.getSerializedSize();
    }
    return part.getPiecesCount() == 0 ? Optional.empty() : Optional.of(part.build());
  }

  private FetchedPiece piece(TreeContent from, int maxBytes) {
    byte[] content = from.content();
    FetchedPiece.Builder piece = FetchedPiece.newBuilder();
    if (given == 0) {
      piece.setPath(from.path()).setHash(TreeMessages.of(from.hash())).setSizeBytes(content.length);
    }
    int taken = Math.min(maxBytes, content.length - given);
    piece.setContent(UnsafeByteOperations.unsafeWrap(content, given, taken));
    given += taken;
    if (given == content.length) {
      current = null;
    }
    return piece.build();
  }

  @Override
  public void close() {
    contents.close();
  }
}
