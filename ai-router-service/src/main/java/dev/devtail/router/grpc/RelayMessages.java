package dev.devtail.router.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.service.v1.HttpHeader;
import dev.devtail.protocol.service.v1.ModelEndpoint;
import dev.devtail.protocol.service.v1.RelayAnswerHead;
import dev.devtail.protocol.service.v1.RelayHead;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.provider.AnswerHead;
import dev.devtail.router.relay.RelayCall.Operation;

/** Between messages and what they mean. */
final class RelayMessages {

  private RelayMessages() {}

  static Headers headers(RelayHead head) {
    return new Headers(
        head.getHeadersList().stream()
            .map(header -> new Header(header.getName(), header.getValue()))
            .toList());
  }

  static Operation operation(ModelEndpoint endpoint) {
    return switch (endpoint) {
      case MODEL_ENDPOINT_MESSAGES -> Operation.MESSAGES;
      case MODEL_ENDPOINT_COUNT_TOKENS -> Operation.COUNT_TOKENS;
      case MODEL_ENDPOINT_CHAT_COMPLETIONS -> Operation.CHAT_COMPLETIONS;
      case MODEL_ENDPOINT_RESPONSES -> Operation.RESPONSES;
      case MODEL_ENDPOINT_MODELS, MODEL_ENDPOINT_UNSPECIFIED, UNRECOGNIZED ->
          throw Fault.invalid("head.endpoint", endpoint.name(), "one of this service's");
    };
  }

  static RelayAnswerHead toMessage(AnswerHead head) {
    RelayAnswerHead.Builder message = RelayAnswerHead.newBuilder().setStatus(head.status());
    for (Header header : head.headers().all()) {
      message.addHeaders(HttpHeader.newBuilder().setName(header.name()).setValue(header.value()));
    }
    return message.build();
  }
}
