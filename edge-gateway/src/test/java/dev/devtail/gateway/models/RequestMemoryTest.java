package dev.devtail.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {

  private final RequestMemory memory = new RequestMemory(100);

  @Test
  void whatDoesNotFitIsRefusedAndTakesNothing() {
    try (RequestMemory.Taken one = memory.begin();
        RequestMemory.Taken other = memory.begin()) {
      one.take(40);
      one.take(40);
      Fault refused = catchThrowableOfType(Fault.class, () -> other.take(21));
      assertThat(refused.code()).isEqualTo(FaultCode.UNAVAILABLE);
      assertThat(refused.retryAfter()).isPositive();
      other.take(20);
    }
  }

  @Test
  void whatWasTakenIsGivenBackOnce() {
    RequestMemory.Taken one = memory.begin();
    one.take(100);
    one.close();
    one.close();
    try (RequestMemory.Taken other = memory.begin()) {
      other.take(100);
      assertThat(catchThrowableOfType(Fault.class, () -> other.take(1))).isNotNull();
    }
  }
}
