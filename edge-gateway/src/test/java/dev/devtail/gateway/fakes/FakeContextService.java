package dev.devtail.gateway.fakes;

import dev.devtail.protocol.service.v1.BuildContextRequest;
import dev.devtail.protocol.service.v1.BuiltContext;
import dev.devtail.protocol.service.v1.CodeMapPart;
import dev.devtail.protocol.service.v1.CodeMapRequest;
import dev.devtail.protocol.service.v1.CodeSymbol;
import dev.devtail.protocol.service.v1.ContextDepth;
import dev.devtail.protocol.service.v1.ContextItem;
import dev.devtail.protocol.service.v1.ContextOmission;
import dev.devtail.protocol.service.v1.ContextServiceGrpc.ContextServiceImplBase;
import dev.devtail.protocol.service.v1.ContextState;
import dev.devtail.protocol.service.v1.ContextStateRequest;
import dev.devtail.protocol.service.v1.CountTokensRequest;
import dev.devtail.protocol.service.v1.FileMap;
import dev.devtail.protocol.service.v1.FileReading;
import dev.devtail.protocol.service.v1.FileTokens;
import dev.devtail.protocol.service.v1.RankRequest;
import dev.devtail.protocol.service.v1.RankedFileEntry;
import dev.devtail.protocol.service.v1.RankedFiles;
import dev.devtail.protocol.service.v1.TokenCounts;
import io.grpc.stub.StreamObserver;

/** A workspace of one file. What a task says is its id: see {@link Answers}. */
public final class FakeContextService extends ContextServiceImplBase {

  private final Answers answers;

  FakeContextService(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void getState(ContextStateRequest request, StreamObserver<ContextState> caller) {
    answers.to(
        caller,
        request,
        "",
        () ->
            ContextState.newBuilder()
                .setReady(true)
                .setFiles(1)
                .setRead(1)
                .setHead("abc")
                .setTookMs(12)
                .addOmissions(ContextOmission.newBuilder().setPath(".env").setReason("secret"))
                .build());
  }

  @Override
  public void getCodeMap(CodeMapRequest request, StreamObserver<CodeMapPart> caller) {
    answers.to(
        caller,
        request,
        "",
        () ->
            CodeMapPart.newBuilder()
                .addFiles(
                    FileMap.newBuilder()
                        .setPath("a.go")
                        .setLanguage("go")
                        .setReading(FileReading.FILE_READING_WITH_ERRORS)
                        .setLines(9)
                        .addSymbols(
                            CodeSymbol.newBuilder()
                                .setName("Serve")
                                .setQualifiedName("Serve")
                                .setKind("function")
                                .setFirstLine(3)
                                .setLastLine(9)
                                .setReferences(2)))
                .build());
  }

  @Override
  public void rank(RankRequest request, StreamObserver<RankedFiles> caller) {
    answers.to(
        caller,
        request,
        request.getTask(),
        () ->
            RankedFiles.newBuilder()
                .addFiles(
                    RankedFileEntry.newBuilder()
                        .setPath("a.go")
                        .setScore(1.5)
                        .addReasons("holds serve"))
                .build());
  }

  @Override
  public void build(BuildContextRequest request, StreamObserver<BuiltContext> caller) {
    answers.to(
        caller,
        request,
        request.getTask(),
        () ->
            BuiltContext.newBuilder()
                .setText("<file>")
                .setTokens(7)
                .setEstimated(true)
                .addItems(
                    ContextItem.newBuilder()
                        .setPath("a.go")
                        .setDepth(ContextDepth.CONTEXT_DEPTH_SLICES)
                        .setTokens(5)
                        .addReasons("holds serve"))
                .build());
  }

  @Override
  public void count(CountTokensRequest request, StreamObserver<TokenCounts> caller) {
    answers.to(
        caller,
        request,
        "",
        () ->
            TokenCounts.newBuilder()
                .setTokens(42)
                .addFiles(FileTokens.newBuilder().setPath("a.go").setTokens(42))
                .build());
  }
}
