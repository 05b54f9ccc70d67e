package dev.devtail.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {

  @ParameterizedTest
  @EnumSource(FaultCode.class)
  void everyFaultArrivesAsItWasThrown(FaultCode code) {
    Fault thrown = new Fault(code, "Do this.", "a.b[3]", Duration.ofMillis(1500));
    StatusRuntimeException status = Faults.toStatus(thrown);
    assertThat(status.getStatus().getCode()).isNotIn(Status.Code.OK, Status.Code.UNKNOWN);
    assertThat(status.getStatus().getDescription()).isEqualTo("Do this.");

    for (Exception overTheWire :
        new Exception[] {status, new StatusException(status.getStatus(), status.getTrailers())}) {
      Fault arrived = Faults.toFault(overTheWire);
      assertThat(arrived.code()).isEqualTo(code);
      assertThat(arrived.message()).isEqualTo("Do this.");
      assertThat(arrived.field()).isEqualTo("a.b[3]");
      assertThat(arrived.retryAfter()).isEqualTo(Duration.ofMillis(1500));
    }
  }

  @ParameterizedTest
  @EnumSource(FaultCode.class)
  void everyCodeHasItsTwinInTheProtocol(FaultCode code) {
    ErrorCode twin = Faults.errorCode(code);
    assertThat(twin.name()).isEqualTo("ERROR_CODE_" + code.name());
    assertThat(Faults.faultCode(twin)).isEqualTo(code);
  }

  @Test
  void theTwoListsAreOne() {
    assertThat(
            Arrays.stream(ErrorCode.values())
                .filter(code -> code != ErrorCode.UNRECOGNIZED)
                .filter(code -> code != ErrorCode.ERROR_CODE_UNSPECIFIED))
        .hasSameSizeAs(FaultCode.values());
  }

  @Test
  void aCodeThatIsNotKnownIsInternal() {
    assertThat(Faults.faultCode(ErrorCode.UNRECOGNIZED)).isEqualTo(FaultCode.INTERNAL);
    assertThat(Faults.faultCode(ErrorCode.ERROR_CODE_UNSPECIFIED)).isEqualTo(FaultCode.INTERNAL);
  }

  @Test
  void ofABugOnlyAnIdGoesOut() {
    Error error = Faults.toError(new IllegalStateException("password is hunter2"));
    assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_INTERNAL);
    assertThat(error.getMessage()).doesNotContain("hunter2").contains("log");
  }

  @ParameterizedTest
  @CsvSource({
    "DEADLINE_EXCEEDED, TIMEOUT",
    "RESOURCE_EXHAUSTED, RESOURCE_EXHAUSTED",
    "UNAUTHENTICATED, UNAUTHENTICATED",
    "UNAVAILABLE, UNAVAILABLE",
    "CANCELLED, UNAVAILABLE",
    "UNKNOWN, UNAVAILABLE"
  })
  void aStatusOfGrpcItselfIsAFaultToo(Status.Code status, FaultCode code) {
    Fault fault = Faults.toFault(Status.fromCode(status).asRuntimeException());
    assertThat(fault.code()).isEqualTo(code);
    assertThat(fault.message()).isNotBlank();
  }

  @Test
  void anErrorThatCannotBeReadIsAsIfThereWereNone() {
    Metadata trailers = new Metadata();
    trailers.put(Faults.ERROR, new byte[] {(byte) 0xff, 1, 2, 3});
    assertThat(Faults.toFault(Status.UNAVAILABLE.asRuntimeException(trailers)).code())
        .isEqualTo(FaultCode.UNAVAILABLE);
  }

  @Test
  void aVeryLongWaitIsCutToWhatFits() {
    Error error = Faults.toError(Fault.unavailable("Later.", Duration.ofDays(365)));
    assertThat(error.getRetryAfterMs()).isEqualTo(Integer.MAX_VALUE);
  }
}
