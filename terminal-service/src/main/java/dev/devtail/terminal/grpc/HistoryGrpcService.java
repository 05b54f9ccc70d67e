package dev.devtail.terminal.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.HistoryServiceGrpc.HistoryServiceImplBase;
import dev.devtail.protocol.v1.HistoryHit;
import dev.devtail.protocol.v1.HistoryHits;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.SearchHistory;
import dev.devtail.terminal.history.Histories;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import io.grpc.stub.StreamObserver;
import reactor.core.scheduler.Scheduler;

/** Histories over gRPC. A user sees their own only; another's does not exist. */
public final class HistoryGrpcService extends HistoryServiceImplBase {

  private static final int DEFAULT_HITS = 20;

  private final Histories histories;
  private final FileReading files;

  /**
   * @param files runs what reads files
   */
  public HistoryGrpcService(Histories histories, Scheduler files) {
    this.histories = histories;
    this.files = new FileReading(files, "histories");
  }

  @Override
  public void read(ReadHistory request, StreamObserver<HistoryPart> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          Histories.History history = history(request.getTerminalId(), request.getIncarnation());
          int wanted =
              request.getMaxBytes() == 0 ? Histories.MAX_PART_BYTES : request.getMaxBytes();
          return files.read(() -> read(history, request.getOffset(), wanted));
        });
  }

  private static HistoryPart read(Histories.History history, long offset, int maxBytes) {
    dev.devtail.terminal.history.HistoryPart part = history.read(offset, maxBytes);
    return HistoryPart.newBuilder()
        .setStart(part.start())
        .setOffset(part.offset())
        .setPayload(UnsafeByteOperations.unsafeWrap(part.payload()))
        .setEnd(part.end())
        .setGap(part.gap())
        .setIncarnation(history.incarnation())
        .setPreviousIncarnation(history.previousIncarnation())
        .build();
  }

  @Override
  public void search(SearchHistory request, StreamObserver<HistoryHits> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          Histories.History history = history(request.getTerminalId(), request.getIncarnation());
          SearchQuery query = new SearchQuery(request.getQuery());
          long before = request.getBefore() <= 0 ? Long.MAX_VALUE : request.getBefore();
          int limit = request.getLimit() == 0 ? DEFAULT_HITS : request.getLimit();
          return files.read(() -> search(history, query, before, limit));
        });
  }

  private static HistoryHits search(
      Histories.History history, SearchQuery query, long before, int limit) {
    dev.devtail.terminal.history.HistoryHits found = history.search(query, before, limit);
    HistoryHits.Builder hits =
        HistoryHits.newBuilder()
            .setSearchedFrom(found.searchedFrom())
            .setStart(found.start())
            .setIncarnation(history.incarnation());
    for (TextLine line : found.lines()) {
      hits.addHits(HistoryHit.newBuilder().setOffset(line.at()).setLine(line.text()));
    }
    return hits.build();
  }

  private Histories.History history(String terminalId, long incarnation) {
    return histories.get(terminalId, IdentityServerInterceptor.current().user(), incarnation);
  }
}
