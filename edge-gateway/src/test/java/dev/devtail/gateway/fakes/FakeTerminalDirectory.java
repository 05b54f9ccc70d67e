package dev.devtail.gateway.fakes;

import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.service.v1.ListTerminalEntriesRequest;
import dev.devtail.protocol.service.v1.LocateTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc.TerminalDirectoryImplBase;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.service.v1.TerminalEntryList;
import io.grpc.stub.StreamObserver;

/** Where terminals live: all in one place, but for {@code elsewhere} and {@code nowhere}. */
public final class FakeTerminalDirectory extends TerminalDirectoryImplBase {

  private final Answers answers;
  private final String place;

  FakeTerminalDirectory(Answers answers, String place) {
    this.answers = answers;
    this.place = place;
  }

  @Override
  public void locate(LocateTerminalRequest request, StreamObserver<TerminalEntry> caller) {
    String id = request.getTerminalId();
    answers.to(
        caller,
        request,
        id,
        () -> {
          if (id.equals("nowhere")) {
            throw Fault.notFound("terminal", id);
          }
          String address = id.equals("elsewhere") ? "127.0.0.1:1" : place;
          return TerminalEntry.newBuilder().setAddress(address).build();
        });
  }

  @Override
  public void list(ListTerminalEntriesRequest request, StreamObserver<TerminalEntryList> caller) {
    answers.to(
        caller,
        request,
        "",
        () ->
            TerminalEntryList.newBuilder()
                .addEntries(TerminalEntry.newBuilder().setAddress(place))
                .build());
  }
}
