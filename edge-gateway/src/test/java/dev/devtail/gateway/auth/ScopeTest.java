package dev.devtail.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.v1.AttachTerminal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScopeTest {

  private static final AttachTerminal T1 = AttachTerminal.newBuilder().setTerminalId("t1").build();

  private static void isDenied(ThrowingCallable question) {
    assertThatThrownBy(question)
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.PERMISSION_DENIED));
  }

  @Test
  void everythingIsPermitted() {
    Scope everything = new Scope.Everything();
    assertThatCode(everything::requireEverything).doesNotThrowAnyException();
    assertThatCode(everything::requireTerminals).doesNotThrowAnyException();
    assertThat(everything.admit(T1)).isEqualTo(T1);
    assertThat(everything.admitModels()).isEmpty();
  }

  @Test
  void aTerminalIsNoModel() {
    Scope terminal = new Scope.OneTerminal("t1", true);
    isDenied(terminal::requireEverything);
    assertThatCode(terminal::requireTerminals).doesNotThrowAnyException();
    assertThat(terminal.admit(T1)).isEqualTo(T1);
    isDenied(terminal::admitModels);
  }

  @Test
  void modelsAreAllThatAKeyIsFor() {
    Scope models = new Scope.Models("s1");
    isDenied(models::requireEverything);
    isDenied(models::requireTerminals);
    isDenied(() -> models.admit(T1));
    assertThat(models.admitModels()).isEqualTo("s1");
  }
}
