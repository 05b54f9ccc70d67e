package dev.devtail.router.grpc;

import com.google.protobuf.ByteString;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.RelayHead;
import dev.devtail.protocol.service.v1.RelayRequest;
import dev.devtail.router.relay.RelayCall;
import org.jspecify.annotations.Nullable;

/** Puts the parts of one request together. */
final class RequestCollector {

  /** Longest request, in bytes: Anthropic's own bound. */
  static final int MAX_BODY_BYTES = 32 << 20;

  private final Identity user;
  private @Nullable RelayHead head;
  private ByteString body = ByteString.EMPTY;

  RequestCollector(Identity user) {
    this.user = user;
  }

  void add(RelayRequest part) {
    FieldRules.check(part);
    if (part.hasHead() != (head == null)) {
      throw Fault.invalid(
          "head", part.hasHead() ? "once more" : "missing", "in the first message, and only there");
    }
    if (part.hasHead()) {
      head = part.getHead();
    }
    if (body.size() + part.getBody().size() > MAX_BODY_BYTES) {
      throw new Fault(
          FaultCode.FRAME_TOO_LARGE,
          "The request is longer than %d MB.".formatted(MAX_BODY_BYTES >> 20));
    }
    body = body.concat(part.getBody());
  }

  RelayCall call() {
    RelayHead known = head;
    if (known == null) {
      throw Fault.invalid("head", "missing", "in the first message");
    }
    return new RelayCall(
        user.user(),
        known.getSessionId(),
        RelayMessages.operation(known.getEndpoint()),
        known.getQuery(),
        RelayMessages.headers(known),
        body.toByteArray());
  }
}
