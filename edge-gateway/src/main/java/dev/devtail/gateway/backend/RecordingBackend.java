package dev.devtail.gateway.backend;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.RecordingServiceGrpc;
import dev.devtail.protocol.service.v1.RecordingServiceGrpc.RecordingServiceStub;
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
import java.time.Instant;
import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a user can do with recordings. A terminal is recorded where it lives; a recording stays
 * there, and is looked for in every place where the user may have terminals. Everything is checked
 * and authorised by the service that owns it; everything fails with a {@link Fault}.
 */
public final class RecordingBackend {

  /** Largest part of a recording's file that is read at once, in bytes. */
  private static final int PART_BYTES = 64 * 1024;

  private static final int DEFAULT_HITS = 20;

  /** A method of the service, as its stub has it. */
  private interface Method<Q, R>
      extends Function<RecordingServiceStub, BiConsumer<Q, StreamObserver<R>>> {}

  private final TerminalChannels channels;
  private final TerminalLocator locator;
  private final UserCalls calls;

  RecordingBackend(TerminalChannels channels, TerminalLocator locator, UserCalls calls) {
    this.channels = channels;
    this.locator = locator;
    this.calls = calls;
  }

  public Mono<Recording> start(Identity user, StartRecording request) {
    return locator
        .locate(user, request.getTerminalId())
        .flatMap(place -> ReactiveCalls.call(as(user, place)::start, request));
  }

  public Mono<Recording> stop(Identity user, StopRecording request) {
    return locator
        .locate(user, request.getTerminalId())
        .flatMap(place -> ReactiveCalls.call(as(user, place)::stop, request));
  }

  /** The user's recordings, newest first, wherever they are. */
  public Mono<RecordingList> list(Identity user, ListRecordings request) {
    return places(user)
        .flatMap(place -> ReactiveCalls.call(as(user, place)::list, request))
        .flatMapIterable(RecordingList::getRecordingsList)
        .collectSortedList(Comparator.comparing(RecordingBackend::startOf).reversed())
        .map(list -> RecordingList.newBuilder().addAllRecordings(list).build());
  }

  /** Fails with NOT_FOUND if the user has no such recording. */
  public Mono<Recording> get(Identity user, String recordingId) {
    return list(user, ListRecordings.getDefaultInstance())
        .flatMapIterable(RecordingList::getRecordingsList)
        .filter(recording -> recording.getId().equals(recordingId))
        .next()
        .switchIfEmpty(Mono.error(() -> Fault.notFound("recording", recordingId)));
  }

  public Mono<RecordingPart> read(Identity user, ReadRecording request) {
    return whereItIs(user, request.getRecordingId(), stub -> stub::read, request);
  }

  /**
   * The whole file as it is now, in parts that are read as they are asked for.
   *
   * @param sizeBytes up to where
   */
  public Flux<RecordingPart> readAll(Identity user, String recordingId, long sizeBytes) {
    int parts = Math.toIntExact((sizeBytes + PART_BYTES - 1) / PART_BYTES);
    return Flux.range(0, parts)
        .concatMap(
            number -> {
              long offset = (long) number * PART_BYTES;
              return read(
                  user,
                  ReadRecording.newBuilder()
                      .setRecordingId(recordingId)
                      .setOffset(offset)
                      .setMaxBytes((int) Math.min(PART_BYTES, sizeBytes - offset))
                      .build());
            },
            1);
  }

  public Mono<RecordingMoment> seek(Identity user, SeekRecording request) {
    return whereItIs(user, request.getRecordingId(), stub -> stub::seek, request);
  }

  public Mono<Done> delete(Identity user, DeleteRecording request) {
    return whereItIs(user, request.getRecordingId(), stub -> stub::delete, request);
  }

  /** What matches in the user's recordings, newest first, wherever they are. */
  public Mono<RecordingHits> search(Identity user, SearchRecordings request) {
    return places(user)
        .flatMap(place -> ReactiveCalls.call(as(user, place)::search, request))
        .flatMapIterable(RecordingHits::getHitsList)
        .collectSortedList(Comparator.comparing(RecordingBackend::timeOf).reversed())
        .map(
            hits ->
                RecordingHits.newBuilder()
                    .addAllHits(
                        hits.stream()
                            .limit(request.getLimit() == 0 ? DEFAULT_HITS : request.getLimit())
                            .toList())
                    .build());
  }

  /** Asks one place after the other, the one first where it was found before. */
  private <Q, R> Mono<R> whereItIs(
      Identity user, String recordingId, Method<Q, R> method, Q request) {
    Function<String, Mono<R>> ask =
        place ->
            ReactiveCalls.call(method.apply(as(user, place)), request)
                .doOnNext(answer -> locator.remember(recordingId, place))
                .onErrorResume(UserCalls::isNotFound, elsewhere -> Mono.empty());
    return Mono.justOrEmpty(locator.remembered(recordingId))
        .flatMap(ask)
        .switchIfEmpty(Mono.defer(() -> places(user).concatMap(ask, 1).next()))
        .switchIfEmpty(Mono.error(() -> Fault.notFound("recording", recordingId)));
  }

  private Flux<String> places(Identity user) {
    return locator.places(user).flatMapMany(Flux::fromIterable);
  }

  private static Instant startOf(Recording recording) {
    return Instant.ofEpochSecond(
        recording.getStartedAt().getSeconds(), recording.getStartedAt().getNanos());
  }

  private static Instant timeOf(RecordingHit hit) {
    return startOf(hit.getRecording()).plusMillis(hit.getTimeMs());
  }

  private RecordingServiceStub as(Identity user, String place) {
    return calls.as(user, RecordingServiceGrpc.newStub(channels.to(place)));
  }
}
