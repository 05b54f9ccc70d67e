package dev.devtail.session.directory.grpc;

import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.ListTerminalEntriesRequest;
import dev.devtail.protocol.service.v1.LocateTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc.TerminalDirectoryImplBase;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.service.v1.TerminalEntryList;
import dev.devtail.protocol.v1.Done;
import dev.devtail.session.directory.TerminalDirectory;
import io.grpc.stub.StreamObserver;

/**
 * {@code devtail.service.v1.TerminalDirectory}: services register, users find what is their own.
 */
public final class DirectoryEndpoint extends TerminalDirectoryImplBase {

  private final TerminalDirectory directory;

  public DirectoryEndpoint(TerminalDirectory directory) {
    this.directory = directory;
  }

  @Override
  public void register(TerminalEntry request, StreamObserver<Done> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          IdentityServerInterceptor.requireService();
          return directory
              .register(EntryMessages.entry(FieldRules.check(request)))
              .thenReturn(Done.getDefaultInstance());
        });
  }

  @Override
  public void locate(LocateTerminalRequest request, StreamObserver<TerminalEntry> observer) {
    ReactiveCalls.answer(
        observer,
        () ->
            directory
                .locate(
                    IdentityServerInterceptor.current().user(),
                    FieldRules.check(request).getTerminalId())
                .map(EntryMessages::of));
  }

  @Override
  public void list(ListTerminalEntriesRequest request, StreamObserver<TerminalEntryList> observer) {
    ReactiveCalls.answer(
        observer,
        () ->
            directory
                .list(
                    IdentityServerInterceptor.current().user(),
                    FieldRules.check(request).getSessionId(),
                    request.getIncludeEnded())
                .map(EntryMessages::of));
  }
}
