package dev.devtail.session.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Faults;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a gRPC call failed with, as a client of DevTail reads it. */
public final class CalledFault {

  private CalledFault() {}

  public static Fault of(ThrowingCallable call) {
    return Faults.toFault(catchThrowableOfType(StatusRuntimeException.class, call));
  }
}
