package dev.devtail.gateway.fakes;

import com.google.protobuf.ByteString;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.protocol.service.v1.HttpHeader;
import dev.devtail.protocol.service.v1.ModelServiceGrpc.ModelServiceImplBase;
import dev.devtail.protocol.service.v1.RelayAnswer;
import dev.devtail.protocol.service.v1.RelayAnswerHead;
import dev.devtail.protocol.service.v1.RelayHead;
import dev.devtail.protocol.service.v1.RelayRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * ai-router-service as the gateway sees it. What it answers is the caller's query: {@code whole},
 * {@code stream} (which stays open), {@code broken} (behind its first part) or {@code away}.
 */
public final class FakeModelService extends ModelServiceImplBase {

  /** A call that has come whole. */
  public record Relayed(RelayHead head, ByteString body) {}

  public final BlockingQueue<Relayed> calls = new LinkedBlockingQueue<>();

  /** Counted down when a caller has gone away. */
  public final CountDownLatch cancelled = new CountDownLatch(1);

  @Override
  public StreamObserver<RelayRequest> relay(StreamObserver<RelayAnswer> observer) {
    ((ServerCallStreamObserver<RelayAnswer>) observer).setOnCancelHandler(cancelled::countDown);
    return new StreamObserver<>() {

      private RelayHead head = RelayHead.getDefaultInstance();
      private ByteString body = ByteString.EMPTY;

      @Override
      public void onNext(RelayRequest part) {
        head = part.hasHead() ? part.getHead() : head;
        body = body.concat(part.getBody());
      }

      @Override
      public void onError(Throwable gone) {
        cancelled.countDown();
      }

      @Override
      public void onCompleted() {
        calls.add(new Relayed(head, body));
        answer(head.getQuery(), observer);
      }
    };
  }

  private static void answer(String query, StreamObserver<RelayAnswer> observer) {
    switch (query) {
      case "whole" -> {
        observer.onNext(part(head("application/json", "content-length", "7"), "{\"a\":1}"));
        observer.onCompleted();
      }
      case "stream" -> observer.onNext(part(head("text/event-stream", "x-from", "it"), "one\n\n"));
      case "broken" -> {
        observer.onNext(part(head("text/event-stream", "x-from", "it"), "one\n\n"));
        observer.onError(Faults.toStatus(new Fault(FaultCode.INTERNAL, "It broke.")));
      }
      default -> observer.onError(Faults.toStatus(new Fault(FaultCode.UNAVAILABLE, "It is away.")));
    }
  }

  private static RelayAnswer part(RelayAnswerHead head, String body) {
    return RelayAnswer.newBuilder().setHead(head).setBody(ByteString.copyFromUtf8(body)).build();
  }

  private static RelayAnswerHead head(String type, String name, String value) {
    return RelayAnswerHead.newBuilder()
        .setStatus(200)
        .addHeaders(HttpHeader.newBuilder().setName("content-type").setValue(type))
        .addHeaders(HttpHeader.newBuilder().setName(name).setValue(value))
        .build();
  }
}
