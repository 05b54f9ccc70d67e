package dev.devtail.syntax.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The worker's answer.
 *
 * @param id of the request
 * @param map as {@link dev.devtail.syntax.CodeMapCodec} has it
 */
@SuppressWarnings("ArrayRecordComponent")
record Reply(long id, byte[] map) {

  /** In bytes: more than the map of the largest file. */
  private static final int LONGEST_MAP = 64 * 1024 * 1024;

  void write(DataOutputStream out) throws IOException {
    out.writeLong(id);
    out.writeInt(map.length);
    out.write(map);
    out.flush();
  }

  /**
   * @throws java.io.EOFException if there is none any more
   */
  static Reply read(DataInputStream in) throws IOException {
    long id = in.readLong();
    byte[] map = new byte[Frames.length(in.readInt(), LONGEST_MAP)];
    in.readFully(map);
    return new Reply(id, map);
  }
}
