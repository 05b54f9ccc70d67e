package dev.devtail.syntax.worker;

import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Source;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Asks the worker for a map.
 *
 * @param id of the reply
 */
record Request(long id, Source source) {

  void write(DataOutputStream out) throws IOException {
    out.writeLong(id);
    out.writeUTF(source.language().id());
    out.writeBoolean(source.document() != null);
    if (source.document() != null) {
      out.writeUTF(source.document());
    }
    out.writeInt(source.content().length);
    out.write(source.content());
    out.flush();
  }

  /**
   * @throws java.io.EOFException if there is none any more
   */
  static Request read(DataInputStream in) throws IOException {
    long id = in.readLong();
    Language language = Language.byId(in.readUTF()).orElse(Language.TEXT);
    String document = in.readBoolean() ? in.readUTF() : null;
    byte[] content = new byte[Frames.length(in.readInt(), CodeParser.MAX_BYTES)];
    in.readFully(content);
    return new Request(id, new Source(language, content, document));
  }
}
