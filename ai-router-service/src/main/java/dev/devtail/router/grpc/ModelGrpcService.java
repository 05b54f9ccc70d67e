package dev.devtail.router.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.ModelServiceGrpc.ModelServiceImplBase;
import dev.devtail.protocol.service.v1.RelayAnswer;
import dev.devtail.protocol.service.v1.RelayRequest;
import dev.devtail.router.relay.AnswerPart;
import dev.devtail.router.relay.Relay;
import io.grpc.stub.StreamObserver;

/** {@code devtail.service.v1.ModelService}: acts for the user of the call's identity. */
public final class ModelGrpcService extends ModelServiceImplBase {

  private final Relay relay;

  public ModelGrpcService(Relay relay) {
    this.relay = relay;
  }

  @Override
  public StreamObserver<RelayRequest> relay(StreamObserver<RelayAnswer> observer) {
    Identity user = IdentityServerInterceptor.current();
    if (user.role() != Identity.Role.USER) {
      throw new Fault(FaultCode.PERMISSION_DENIED, "Only for a user.");
    }
    RequestCollector request = new RequestCollector(user);
    return ReactiveCalls.collect(
        observer, request::add, () -> relay.relay(request.call()).map(ModelGrpcService::toMessage));
  }

  private static RelayAnswer toMessage(AnswerPart part) {
    RelayAnswer.Builder message =
        RelayAnswer.newBuilder().setBody(UnsafeByteOperations.unsafeWrap(part.body()));
    if (part.head() != null) {
      message.setHead(RelayMessages.toMessage(part.head()));
    }
    return message.build();
  }
}
