package dev.devtail.terminal.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.RecordingServiceGrpc.RecordingServiceImplBase;
import dev.devtail.protocol.v1.DeleteRecording;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.ListRecordings;
import dev.devtail.protocol.v1.ReadRecording;
import dev.devtail.protocol.v1.RecordingHit;
import dev.devtail.protocol.v1.RecordingHits;
import dev.devtail.protocol.v1.RecordingList;
import dev.devtail.protocol.v1.RecordingMoment;
import dev.devtail.protocol.v1.RecordingPart;
import dev.devtail.protocol.v1.SearchRecordings;
import dev.devtail.protocol.v1.SeekRecording;
import dev.devtail.protocol.v1.StartRecording;
import dev.devtail.protocol.v1.StopRecording;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.Terminals;
import dev.devtail.terminal.recording.Moment;
import dev.devtail.terminal.recording.Recording;
import dev.devtail.terminal.recording.Recordings;
import dev.devtail.terminal.text.SearchQuery;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Recordings over gRPC. A user sees their own only; another's does not exist. */
public final class RecordingGrpcService extends RecordingServiceImplBase {

  private static final int DEFAULT_HITS = 20;

  private final Terminals terminals;
  private final Recordings recordings;
  private final FileReading files;

  /**
   * @param files runs what reads files
   */
  public RecordingGrpcService(Terminals terminals, Recordings recordings, Scheduler files) {
    this.terminals = terminals;
    this.recordings = recordings;
    this.files = new FileReading(files, "recordings");
  }

  @Override
  public void start(
      StartRecording request, StreamObserver<dev.devtail.protocol.v1.Recording> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          return onLoop(owned(request.getTerminalId()), Recordings::start);
        });
  }

  @Override
  public void stop(
      StopRecording request, StreamObserver<dev.devtail.protocol.v1.Recording> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          return onLoop(owned(request.getTerminalId()), Recordings::stop);
        });
  }

  private Mono<dev.devtail.protocol.v1.Recording> onLoop(
      Terminal terminal, BiFunction<Recordings, Terminal, CompletableFuture<Recording>> action) {
    return Mono.fromFuture(
            CompletableFuture.supplyAsync(
                    () -> action.apply(recordings, terminal), terminal.loop()::run)
                .thenCompose(future -> future),
            true)
        .map(RecordingMessages::toMessage);
  }

  @Override
  public void list(ListRecordings request, StreamObserver<RecordingList> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          RecordingList.Builder list = RecordingList.newBuilder();
          recordings
              .list(user(), request.getTerminalId())
              .forEach(recording -> list.addRecordings(RecordingMessages.toMessage(recording)));
          return Mono.just(list.build());
        });
  }

  @Override
  public void read(ReadRecording request, StreamObserver<RecordingPart> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          Recording recording = recordings.get(request.getRecordingId(), user());
          int wanted =
              request.getMaxBytes() == 0 ? Recordings.MAX_PART_BYTES : request.getMaxBytes();
          return files.read(
              () ->
                  RecordingPart.newBuilder()
                      .setOffset(request.getOffset())
                      .setPayload(
                          UnsafeByteOperations.unsafeWrap(
                              recordings.read(recording, request.getOffset(), wanted)))
                      .setSize(recording.sizeBytes())
                      .build());
        });
  }

  @Override
  public void seek(SeekRecording request, StreamObserver<RecordingMoment> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          Recording recording = recordings.get(request.getRecordingId(), user());
          long timeMillis = request.getTimeMs() < 0 ? Long.MAX_VALUE : request.getTimeMs();
          return files.read(() -> toMessage(recordings.seek(recording, timeMillis)));
        });
  }

  private static RecordingMoment toMessage(Moment moment) {
    return RecordingMoment.newBuilder()
        .setTimeMs(moment.timeMillis())
        .setOffset(moment.offset())
        .setSize(TerminalMessages.toMessage(moment.size()))
        .setScreen(UnsafeByteOperations.unsafeWrap(moment.screen()))
        .build();
  }

  @Override
  public void search(SearchRecordings request, StreamObserver<RecordingHits> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          String user = user();
          SearchQuery query = new SearchQuery(request.getQuery());
          int limit = request.getLimit() == 0 ? DEFAULT_HITS : request.getLimit();
          return files.read(
              () -> {
                RecordingHits.Builder hits = RecordingHits.newBuilder();
                for (Recordings.Found found : recordings.search(user, query, limit)) {
                  hits.addHits(
                      RecordingHit.newBuilder()
                          .setRecording(RecordingMessages.toMessage(found.recording()))
                          .setTimeMs(found.line().at())
                          .setLine(found.line().text()));
                }
                return hits.build();
              });
        });
  }

  @Override
  public void delete(DeleteRecording request, StreamObserver<Done> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          Recording recording = recordings.get(request.getRecordingId(), user());
          return files.read(
              () -> {
                recordings.delete(recording);
                return Done.getDefaultInstance();
              });
        });
  }

  private Terminal owned(String id) {
    return terminals.get(new TerminalId(id), user());
  }

  private static String user() {
    return IdentityServerInterceptor.current().user();
  }
}
