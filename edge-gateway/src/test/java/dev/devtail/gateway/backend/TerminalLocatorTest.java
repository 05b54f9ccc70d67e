package dev.devtail.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.ListTerminalEntriesRequest;
import dev.devtail.protocol.service.v1.LocateTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc.TerminalDirectoryImplBase;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.service.v1.TerminalEntryList;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalLocatorTest {

  private static final Identity ADA = Identity.user("ada");
  private static final String DEFAULT = "default:1";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FakeDirectory directory = new FakeDirectory();
  private final String name = UUID.randomUUID().toString();
  private final Server server;
  private final ManagedChannel channel =
      InProcessChannelBuilder.forName(name).directExecutor().build();
  private final TerminalLocator locator =
      new TerminalLocator(
          TerminalDirectoryGrpc.newStub(channel),
          new IdentityTokens(new byte[IdentityTokens.MIN_KEY_BYTES], Clock.systemUTC()),
          DEFAULT);

  TerminalLocatorTest() throws IOException {
    server =
        InProcessServerBuilder.forName(name).directExecutor().addService(directory).build().start();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private String locate(String id) {
    return String.valueOf(locator.locate(ADA, id).block(PATIENCE));
  }

  @Test
  void asksOnceAndRemembersUntilItIsWrong() {
    assertThat(locate("t1")).isEqualTo("owner-of-t1:1");
    assertThat(locate("t1")).isEqualTo("owner-of-t1:1");
    assertThat(directory.asked).containsExactly("t1");
    locator.forget("t1");
    assertThat(locate("t1")).isEqualTo("owner-of-t1:1");
    assertThat(directory.asked).containsExactly("t1", "t1");
  }

  @Test
  void whatWasStartedHereNeedsNoDirectory() {
    locator.remember("t1", "here:1");
    assertThat(locate("t1")).isEqualTo("here:1");
    assertThat(directory.asked).isEmpty();
  }

  @Test
  void withoutADirectoryItIsTheDefaultAndNotRemembered() {
    directory.failure = Fault.unavailable("Away.", Duration.ZERO);
    assertThat(locate("t1")).isEqualTo(DEFAULT);
    assertThat(locator.places(ADA).block(PATIENCE)).isEqualTo(Set.of(DEFAULT));
    directory.failure = Fault.notFound("terminal", "t1");
    assertThat(locate("t1")).isEqualTo(DEFAULT);
    directory.failure = null;
    assertThat(locate("t1")).isEqualTo("owner-of-t1:1");
  }

  @Test
  void placesAreTheDefaultAndThoseOfTheDirectory() {
    assertThat(locator.placeForNew()).isEqualTo(DEFAULT);
    assertThat(locator.places(ADA).block(PATIENCE))
        .containsExactlyInAnyOrder(DEFAULT, "other:1", "third:1");
  }

  @Test
  void theDirectoryIsNotWaitedForWithoutEnd() {
    locate("t1");
    locator.places(ADA).block(PATIENCE);
    assertThat(directory.withDeadline).containsExactly(true, true);
  }

  @Test
  void remembersSoManyAndForgetsTheOldest() {
    for (int i = 0; i <= TerminalLocator.MAX_REMEMBERED; i++) {
      locator.remember("t" + i, "here:1");
    }
    assertThat(locate("t1")).isEqualTo("here:1");
    assertThat(directory.asked).isEmpty();
    assertThat(locate("t0")).isEqualTo("owner-of-t0:1");
  }

  private static final class FakeDirectory extends TerminalDirectoryImplBase {

    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<Boolean> withDeadline = new CopyOnWriteArrayList<>();
    volatile @Nullable Fault failure;

    @Override
    public void locate(LocateTerminalRequest request, StreamObserver<TerminalEntry> caller) {
      String id = request.getTerminalId();
      asked.add(id);
      answer(caller, TerminalEntry.newBuilder().setAddress("owner-of-" + id + ":1").build());
    }

    @Override
    public void list(ListTerminalEntriesRequest request, StreamObserver<TerminalEntryList> caller) {
      answer(
          caller,
          TerminalEntryList.newBuilder()
              .addEntries(TerminalEntry.newBuilder().setAddress("third:1"))
              .addEntries(TerminalEntry.newBuilder().setAddress("other:1"))
              .addEntries(TerminalEntry.newBuilder().setAddress("third:1"))
              .build());
    }

    private <T> void answer(StreamObserver<T> caller, T value) {
      withDeadline.add(Context.current().getDeadline() != null);
      Fault why = failure;
      if (why != null) {
        caller.onError(Faults.toStatus(why));
        return;
      }
      caller.onNext(value);
      caller.onCompleted();
    }
  }
}
