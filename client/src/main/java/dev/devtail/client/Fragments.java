package dev.devtail.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.protocol.v1.Fragment;
import dev.devtail.protocol.v1.Frame;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what comes in fragments. */
final class Fragments {

  /** Of all frames that are not whole yet. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private final Map<Integer, ByteString> begun = new HashMap<>();
  private int bytes;

  /**
   * @return the frame that is whole with it, if any
   * @throws InvalidProtocolBufferException what is whole is no frame, or too much is begun
   */
  @Nullable Frame add(Fragment fragment) throws InvalidProtocolBufferException {
    bytes += fragment.getPayload().size();
    if (bytes > MAX_BYTES) {
      throw new InvalidProtocolBufferException("more than " + MAX_BYTES + " bytes in fragments");
    }
    ByteString whole = begun.merge(fragment.getId(), fragment.getPayload(), ByteString::concat);
    if (!fragment.getLast()) {
      return null;
    }
    begun.remove(fragment.getId());
    bytes -= whole.size();
    return Frame.parseFrom(whole);
  }

  /** A new connection begins its own. */
  void clear() {
    begun.clear();
    bytes = 0;
  }
}
