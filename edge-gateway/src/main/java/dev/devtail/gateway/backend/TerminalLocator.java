package dev.devtail.gateway.backend;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.ListTerminalEntriesRequest;
import dev.devtail.protocol.service.v1.LocateTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc.TerminalDirectoryStub;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.service.v1.TerminalEntryList;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import reactor.core.publisher.Mono;

/**
 * Finds the terminal-service that owns a terminal: in what this gateway remembers, else in the
 * directory, else, while the directory cannot be asked, where new terminals are started. To
 * remember wrongly is harmless: the owner alone decides who may attach.
 */
public final class TerminalLocator {

  /** Terminals whose place is remembered. */
  static final int MAX_REMEMBERED = 10_000;

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final TerminalDirectoryStub directory;
  private final IdentityTokens tokens;
  private final String defaultAddress;
  private final Map<String, String> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MAX_REMEMBERED;
            }
          });

  /**
   * @param defaultAddress where new terminals are started
   */
  public TerminalLocator(
      TerminalDirectoryStub directory, IdentityTokens tokens, String defaultAddress) {
    this.directory = directory;
    this.tokens = tokens;
    this.defaultAddress = defaultAddress;
  }

  public String placeForNew() {
    return defaultAddress;
  }

  public void remember(String terminalId, String address) {
    remembered.put(terminalId, address);
  }

  /** Where it was found before, if that is remembered. */
  Optional<String> remembered(String id) {
    return Optional.ofNullable(remembered.get(id));
  }

  /** What was remembered turned out wrong. */
  public void forget(String terminalId) {
    remembered.remove(terminalId);
  }

  /** Fails with NOT_FOUND if the user has no such terminal. */
  public Mono<String> locate(Identity user, String terminalId) {
    String known = remembered.get(terminalId);
    if (known != null) {
      return Mono.just(known);
    }
    LocateTerminalRequest request =
        LocateTerminalRequest.newBuilder().setTerminalId(terminalId).build();
    return ReactiveCalls.call(as(user)::locate, request)
        .map(TerminalEntry::getAddress)
        .doOnNext(address -> remember(terminalId, address))
        .onErrorReturn(TerminalLocator::isDirectoryAway, defaultAddress)
        // The directory hears of a terminal a moment after its start.
        .onErrorReturn(UserCalls::isNotFound, defaultAddress);
  }

  /** Every terminal-service where the user may have terminals. */
  public Mono<Set<String>> places(Identity user) {
    return ReactiveCalls.call(as(user)::list, ListTerminalEntriesRequest.getDefaultInstance())
        .onErrorReturn(TerminalLocator::isDirectoryAway, TerminalEntryList.getDefaultInstance())
        .map(
            list -> {
              Set<String> places = new TreeSet<>();
              places.add(defaultAddress);
              list.getEntriesList().forEach(entry -> places.add(entry.getAddress()));
              return places;
            });
  }

  private TerminalDirectoryStub as(Identity user) {
    return new IdentityCredentials(tokens, user).on(directory, DEADLINE);
  }

  private static boolean isDirectoryAway(Throwable failure) {
    return failure instanceof Fault fault
        && (fault.code() == FaultCode.UNAVAILABLE || fault.code() == FaultCode.TIMEOUT);
  }
}
