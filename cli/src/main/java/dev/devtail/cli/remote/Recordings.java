package dev.devtail.cli.remote;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ListRecordings;
import dev.devtail.protocol.v1.ReadRecording;
import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.RecordingMoment;
import dev.devtail.protocol.v1.RecordingPart;
import dev.devtail.protocol.v1.SeekRecording;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** Recordings of a gateway, for one command. */
record Recordings(Gateway gateway) {

  List<Recording> list() {
    return gateway
        .call(Call.newBuilder().setListRecordings(ListRecordings.getDefaultInstance()))
        .getRecordings()
        .getRecordingsList();
  }

  /**
   * The recording that a user means: its id, the start of it, or the newest of a terminal's name.
   *
   * @throws dev.devtail.client.DevtailException NOT_FOUND if none is meant, INVALID_ARGUMENT if
   *     several are
   */
  Recording find(String meant) {
    List<Recording> all = list();
    List<Recording> byId =
        all.stream().filter(recording -> recording.getId().startsWith(meant)).toList();
    if (byId.size() > 1) {
      throw Gateway.refusal(
          ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
          "%d recordings begin with %s; type more of the id.".formatted(byId.size(), meant));
    }
    return byId.stream()
        .findFirst()
        .or(() -> all.stream().filter(recording -> recording.getName().equals(meant)).findFirst())
        .orElseThrow(
            () ->
                Gateway.refusal(
                    ErrorCode.ERROR_CODE_NOT_FOUND,
                    "There is no recording %s. See: devtail recordings ls".formatted(meant)));
  }

  RecordingMoment seek(Recording recording, Duration time) {
    return gateway
        .call(
            Call.newBuilder()
                .setSeekRecording(
                    SeekRecording.newBuilder()
                        .setRecordingId(recording.getId())
                        .setTimeMs(time.toMillis())))
        .getRecordingMoment();
  }

  /** The file from an offset on, read part by part. */
  InputStream read(Recording recording, long offset) {
    return new Parts(recording, offset);
  }

  private final class Parts extends InputStream {

    private final Recording recording;
    private long offset;
    private ByteString part = ByteString.EMPTY;
    private int at;

    Parts(Recording recording, long offset) {
      this.recording = recording;
      this.offset = offset;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (at == part.size()) {
        RecordingPart next =
            gateway
                .call(
                    Call.newBuilder()
                        .setReadRecording(
                            ReadRecording.newBuilder()
                                .setRecordingId(recording.getId())
                                .setOffset(offset)))
                .getRecordingPart();
        part = next.getPayload();
        offset += part.size();
        at = 0;
        if (part.isEmpty()) {
          return -1;
        }
      }
      int count = Math.min(length, part.size() - at);
      part.substring(at, at + count).copyTo(into, from);
      at += count;
      return count;
    }
  }
}
