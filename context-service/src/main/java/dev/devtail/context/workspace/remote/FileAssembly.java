package dev.devtail.context.workspace.remote;

import com.google.protobuf.ByteString;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.FetchedPart;
import dev.devtail.protocol.service.v1.FetchedPiece;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts files together from the pieces that one call brings. For one thread at a time. */
final class FileAssembly {

  /** Longest file; what is blotted out in it may have made it longer than it was. */
  private static final long MAX_FILE_BYTES = 8L << 20;

  private record Unfinished(String path, ContentHash hash, ByteBuffer content) {}

  private @Nullable Unfinished current;

  /** The files that end in it. */
  List<FileContent> add(FetchedPart part) {
    List<FileContent> files = new ArrayList<>(part.getPiecesCount());
    for (FetchedPiece piece : part.getPiecesList()) {
      Unfinished file = current == null ? begun(piece) : current;
      add(piece.getContent(), file.content());
      if (file.content().hasRemaining()) {
        current = file;
      } else {
        files.add(new FileContent(file.path(), file.hash(), file.content().array()));
        current = null;
      }
    }
    return files;
  }

  private static Unfinished begun(FetchedPiece piece) {
    long bytes = piece.getSizeBytes();
    if (piece.getPath().isEmpty() || bytes < 0 || bytes > MAX_FILE_BYTES) {
      throw wrong();
    }
    return new Unfinished(
        piece.getPath(),
        ContentHash.of(piece.getHash().toByteArray()),
        ByteBuffer.allocate((int) bytes));
  }

  private static void add(ByteString content, ByteBuffer to) {
    if (content.size() > to.remaining()) {
      throw wrong();
    }
    content.copyTo(to);
  }

  private static Fault wrong() {
    return new Fault(FaultCode.INTERNAL, "The terminal-service sent pieces that make no file.");
  }
}
