package dev.devtail.gateway.fakes;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.service.v1.HistoryServiceGrpc.HistoryServiceImplBase;
import dev.devtail.protocol.v1.HistoryHit;
import dev.devtail.protocol.v1.HistoryHits;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.SearchHistory;
import io.grpc.stub.StreamObserver;

/** What terminals have printed. */
public final class FakeHistoryService extends HistoryServiceImplBase {

  /** What every terminal has printed: its first ten bytes are not kept. */
  public static final String PRINTED = "one two three";

  private static final long PRINTED_FROM = 10;

  private final Answers answers;

  FakeHistoryService(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void read(ReadHistory request, StreamObserver<HistoryPart> caller) {
    answers.to(
        caller,
        request,
        request.getTerminalId(),
        () ->
            HistoryPart.newBuilder()
                .setStart(PRINTED_FROM)
                .setOffset(Math.max(PRINTED_FROM, request.getOffset()))
                .setGap(Math.max(0, PRINTED_FROM - request.getOffset()))
                .setEnd(PRINTED_FROM + PRINTED.length())
                .setIncarnation(7)
                .setPreviousIncarnation(6)
                .setPayload(ByteString.copyFromUtf8(PRINTED))
                .build());
  }

  @Override
  public void search(SearchHistory request, StreamObserver<HistoryHits> caller) {
    answers.to(
        caller,
        request,
        request.getTerminalId(),
        () ->
            HistoryHits.newBuilder()
                .addHits(HistoryHit.newBuilder().setOffset(PRINTED_FROM).setLine(PRINTED))
                .setSearchedFrom(PRINTED_FROM)
                .setStart(PRINTED_FROM)
                .setIncarnation(7)
                .build());
  }
}
