package dev.devtail.gateway.fakes;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.devtail.protocol.service.v1.RecordingServiceGrpc.RecordingServiceImplBase;
import dev.devtail.protocol.v1.DeleteRecording;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.ListRecordings;
import dev.devtail.protocol.v1.ReadRecording;
import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.RecordingHit;
import dev.devtail.protocol.v1.RecordingHits;
import dev.devtail.protocol.v1.RecordingList;
import dev.devtail.protocol.v1.RecordingMoment;
import dev.devtail.protocol.v1.RecordingPart;
import dev.devtail.protocol.v1.SearchRecordings;
import dev.devtail.protocol.v1.SeekRecording;
import dev.devtail.protocol.v1.StartRecording;
import dev.devtail.protocol.v1.StopRecording;
import io.grpc.stub.StreamObserver;

/** Recordings, all with the same file. */
public final class FakeRecordingService extends RecordingServiceImplBase {

  private static final byte[] CAST = new byte[150_000];

  static {
    for (int i = 0; i < CAST.length; i++) {
      CAST[i] = (byte) (i * 31);
    }
  }

  private final Answers answers;

  FakeRecordingService(Answers answers) {
    this.answers = answers;
  }

  /** The file of every recording. */
  public static byte[] cast() {
    return CAST.clone();
  }

  @Override
  public void start(StartRecording request, StreamObserver<Recording> caller) {
    String id = request.getTerminalId();
    answers.to(caller, request, id, () -> recording("r1", 1_000_000_000));
  }

  @Override
  public void stop(StopRecording request, StreamObserver<Recording> caller) {
    String id = request.getTerminalId();
    answers.to(caller, request, id, () -> recording("r1", 1_000_000_000));
  }

  @Override
  public void list(ListRecordings request, StreamObserver<RecordingList> caller) {
    answers.to(
        caller,
        request,
        request.getTerminalId(),
        () ->
            RecordingList.newBuilder()
                .addRecordings(recording("r1", 1_000_000_000))
                .addRecordings(recording("r2", 1_000_000_001))
                .build());
  }

  @Override
  public void read(ReadRecording request, StreamObserver<RecordingPart> caller) {
    answers.to(
        caller,
        request,
        request.getRecordingId(),
        () ->
            RecordingPart.newBuilder()
                .setOffset(request.getOffset())
                .setPayload(
                    ByteString.copyFrom(
                        CAST,
                        (int) request.getOffset(),
                        (int) Math.min(request.getMaxBytes(), CAST.length - request.getOffset())))
                .setSize(CAST.length)
                .build());
  }

  @Override
  public void seek(SeekRecording request, StreamObserver<RecordingMoment> caller) {
    answers.to(
        caller,
        request,
        request.getRecordingId(),
        () -> RecordingMoment.newBuilder().setTimeMs(request.getTimeMs()).build());
  }

  @Override
  public void search(SearchRecordings request, StreamObserver<RecordingHits> caller) {
    answers.to(
        caller,
        request,
        request.getQuery(),
        () ->
            RecordingHits.newBuilder()
                .addHits(hit("older", 1_000_000_000))
                .addHits(hit("newer", 1_000_000_001))
                .build());
  }

  private static RecordingHit hit(String line, long start) {
    return RecordingHit.newBuilder()
        .setRecording(recording("r1", start))
        .setTimeMs(7)
        .setLine(line)
        .build();
  }

  @Override
  public void delete(DeleteRecording request, StreamObserver<Done> caller) {
    answers.to(caller, request, request.getRecordingId(), Done::getDefaultInstance);
  }

  private static Recording recording(String id, long start) {
    return Recording.newBuilder()
        .setId(id)
        .setTerminalId("t1")
        .setSessionId("s1")
        .setName("my build/1")
        .setStartedAt(Timestamp.newBuilder().setSeconds(start))
        .setDurationMs(2500)
        .setSizeBytes(CAST.length)
        .build();
  }
}
