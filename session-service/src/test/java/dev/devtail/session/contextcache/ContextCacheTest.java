package dev.devtail.session.contextcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.ContextCacheEntry;
import dev.devtail.protocol.service.v1.GetContextCacheRequest;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.devtail.session.testing.CalledFault;
import dev.devtail.session.testing.ServiceExtension;
import dev.devtail.session.testing.TestService;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServiceExtension.class)
class ContextCacheTest {

  private final SessionServiceBlockingStub ada;
  private final SessionServiceBlockingStub eve;

  ContextCacheTest(TestService service) {
    String user = "ada-" + UUID.randomUUID();
    this.ada = service.asUser(user, SessionServiceGrpc::newBlockingStub);
    this.eve = service.asUser("eve-" + user, SessionServiceGrpc::newBlockingStub);
  }

  private static ContextCacheEntry entry(long second, byte[] map) {
    return ContextCacheEntry.newBuilder()
        .setWorkspace("/home/ada/engine")
        .setCodeMap(ByteString.copyFrom(map))
        .setGeneratedAt(Timestamps.fromSeconds(second))
        .setFileCount(12)
        .setSymbolCount(-1)
        .build();
  }

  private static ContextCacheEntry get(SessionServiceBlockingStub stub, String workspace) {
    return stub.getContextCache(
        GetContextCacheRequest.newBuilder().setWorkspace(workspace).build());
  }

  @Test
  void theLastMapOfAWorkspaceIsKeptPerUser() {
    assertThat(CalledFault.of(() -> get(ada, "/home/ada/engine")).code())
        .isEqualTo(FaultCode.NOT_FOUND);

    byte[] large = new byte[3 * 1024 * 1024];
    new Random(42).nextBytes(large);
    ada.putContextCache(entry(1, large));
    assertThat(get(ada, "/home/ada/engine/")).isEqualTo(entry(1, large));

    ContextCacheEntry newer = entry(2, new byte[] {1, 2, 3});
    ada.putContextCache(newer);
    ada.putContextCache(entry(1, large));
    assertThat(get(ada, "/home/ada/engine")).isEqualTo(newer);
    assertThat(CalledFault.of(() -> get(eve, "/home/ada/engine")).code())
        .isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void badEntriesAreNamed() {
    assertThat(CalledFault.of(() -> get(ada, "relative")).field()).isEqualTo("workspace");
    ContextCacheEntry huge = entry(1, new byte[3 * 1024 * 1024 + 1]);
    assertThat(CalledFault.of(() -> ada.putContextCache(huge)).field()).isEqualTo("code_map");
    ContextCacheEntry timeless = entry(1, new byte[0]).toBuilder().clearGeneratedAt().build();
    assertThat(CalledFault.of(() -> ada.putContextCache(timeless)).field())
        .isEqualTo("generated_at");
  }
}
