package dev.devtail.conformance;

import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.NewDevice;
import dev.devtail.protocol.v1.NewKey;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.PairDevice;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeKey;
import dev.devtail.protocol.v1.RevokeShare;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.ViewerRole;
import dev.devtail.protocol.v1.Welcome;
import java.time.Duration;
import java.util.List;

/** Section 3: what the token of a share, of a paired device, or a key, may do, and how it ends. */
final class AccessRules {

  private static final int SECTION = 3;
  private static final int POLICY_VIOLATION = 1008;

  /** Revoked means out within this time. */
  private static final Duration OUT_WITHIN = Duration.ofSeconds(5);

  /** A share that was left behind ends by itself. */
  private static final Duration LONG_LIFE = Duration.ofMinutes(5);

  private AccessRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "share.welcome",
            SECTION,
            "Welcome says to the token of a share which terminal it opens, and as what.",
            gateway -> {
              try (Wire owner = gateway.live()) {
                Terminal terminal = owner.start("/bin/cat");
                NewShare share = share(owner, terminal, ViewerRole.VIEWER_ROLE_UNSPECIFIED);
                try (Wire guest = gateway.connect()) {
                  guest.hello(share.getToken());
                  Welcome welcome = guest.welcome();
                  Expect.equal("terminal", terminal.getId(), welcome.getShared().getTerminalId());
                  Expect.equal(
                      "role", ViewerRole.VIEWER_ROLE_READ_ONLY, welcome.getShared().getRole());
                }
                revoke(owner, share);
              }
            }),
        new Rule(
            "share.no-calls",
            SECTION,
            "The calls of a share are answered with PERMISSION_DENIED.",
            gateway -> {
              try (Wire owner = gateway.live()) {
                Terminal terminal = owner.start("/bin/cat");
                NewShare share = share(owner, terminal, ViewerRole.VIEWER_ROLE_READ_WRITE);
                try (Wire guest = live(gateway, share.getToken())) {
                  for (Call.Builder call :
                      List.of(
                          Call.newBuilder().setListTerminals(ListTerminals.getDefaultInstance()),
                          Call.newBuilder().setListSessions(ListSessions.getDefaultInstance()),
                          Call.newBuilder().setListShares(ListShares.getDefaultInstance()),
                          Call.newBuilder()
                              .setCreateShare(
                                  CreateShare.newBuilder().setTerminalId(terminal.getId())),
                          Wire.starting(Subject.randomKey(), "/bin/cat"))) {
                    guest.refused(call, ErrorCode.ERROR_CODE_PERMISSION_DENIED);
                  }
                  guest.expectQuiet();
                }
                revoke(owner, share);
              }
            }),
        new Rule(
            "share.other-terminal",
            SECTION,
            "Another terminal is NOT_FOUND for a share, like one that is not there.",
            gateway -> {
              try (Wire owner = gateway.live()) {
                Terminal terminal = owner.start("/bin/cat");
                Terminal other = owner.start("/bin/cat");
                NewShare share = share(owner, terminal, ViewerRole.VIEWER_ROLE_READ_WRITE);
                try (Wire guest = live(gateway, share.getToken())) {
                  new Viewer(guest, 1).ask(Viewer.attach(other));
                  Expect.equal("error", ErrorCode.ERROR_CODE_NOT_FOUND, guest.closing(1).getCode());
                  guest.expectQuiet();
                }
                revoke(owner, share);
              }
            }),
        new Rule(
            "share.no-events",
            SECTION,
            "A share that opens the events is refused with PERMISSION_DENIED.",
            gateway -> {
              try (Wire owner = gateway.live()) {
                Terminal terminal = owner.start("/bin/cat");
                NewShare share = share(owner, terminal, ViewerRole.VIEWER_ROLE_READ_WRITE);
                try (Wire guest = live(gateway, share.getToken())) {
                  guest.send(EventRules.open(1));
                  guest.expectChannelCloses(1, ErrorCode.ERROR_CODE_PERMISSION_DENIED);
                }
                revoke(owner, share);
              }
            }),
        new Rule(
            "share.read-only",
            SECTION,
            "A read-only share is opened read-only; READ_WRITE is PERMISSION_DENIED, and so is input.",
            AccessRules::readOnly),
        new Rule(
            "share.read-write",
            SECTION,
            "A share to read and write types.",
            gateway -> {
              try (Wire owner = gateway.live()) {
                Terminal terminal = owner.start("/bin/cat");
                NewShare share = share(owner, terminal, ViewerRole.VIEWER_ROLE_READ_WRITE);
                try (Wire guest = live(gateway, share.getToken())) {
                  Viewer viewer = Viewer.fromStart(guest, 1, terminal);
                  viewer.type("typed\n");
                  viewer.awaitOutput("typed\r\ntyped");
                }
                revoke(owner, share);
              }
            }),
        new Rule(
            "share.revoked",
            SECTION,
            "A connection by a share that is revoked is closed with UNAUTHENTICATED within 5 s.",
            AccessRules::revokedWhileConnected),
        new Rule(
            "share.refused",
            SECTION,
            "Unknown and revoked tokens are refused in the same words.",
            gateway -> {
              try (Wire owner = gateway.live()) {
                NewShare share =
                    share(owner, owner.start("/bin/cat"), ViewerRole.VIEWER_ROLE_READ_ONLY);
                revoke(owner, share);
                String id = share.getShare().getId();
                Error revoked = refusal(gateway, share.getToken());
                Error unknown =
                    refusal(gateway, share.getToken().replace(id, "0".repeat(id.length())));
                Expect.equal("error", ErrorCode.ERROR_CODE_UNAUTHENTICATED, revoked.getCode());
                Expect.equal("error", revoked, unknown);
              }
            }),
        new Rule(
            "device.revoked",
            SECTION,
            "The token of a device makes calls; once revoked it is out within 5 s.",
            gateway -> {
              try (Wire owner = gateway.live()) {
                NewDevice paired =
                    owner
                        .call(
                            Call.newBuilder()
                                .setPairDevice(PairDevice.newBuilder().setName("conformance")))
                        .getNewDevice();
                try (Wire device = live(gateway, paired.getToken())) {
                  Reply list =
                      device.call(
                          Call.newBuilder().setListTerminals(ListTerminals.getDefaultInstance()));
                  Expect.that(list.hasTerminals(), "terminals", list);
                  long began = System.nanoTime();
                  owner.call(
                      Call.newBuilder()
                          .setRevokeDevice(
                              RevokeDevice.newBuilder().setDeviceId(paired.getDevice().getId())));
                  expectOut(device, began);
                }
              }
            }),
        new Rule(
            "key.no-connection",
            SECTION,
            "A key for models is refused in Hello with PERMISSION_DENIED.",
            gateway -> {
              try (Wire owner = gateway.live()) {
                NewKey made =
                    owner
                        .call(
                            Call.newBuilder()
                                .setCreateKey(CreateKey.newBuilder().setName("conformance")))
                        .getNewKey();
                Expect.equal(
                    "error",
                    ErrorCode.ERROR_CODE_PERMISSION_DENIED,
                    refusal(gateway, made.getToken()).getCode());
                owner.call(
                    Call.newBuilder()
                        .setRevokeKey(RevokeKey.newBuilder().setKeyId(made.getKey().getId())));
              }
            }));
  }

  private static void readOnly(Subject gateway) {
    try (Wire owner = gateway.live()) {
      Terminal terminal = owner.start("/bin/cat");
      NewShare share = share(owner, terminal, ViewerRole.VIEWER_ROLE_READ_ONLY);
      try (Wire guest = live(gateway, share.getToken())) {
        new Viewer(guest, 1)
            .ask(Viewer.attach(terminal).setRole(ViewerRole.VIEWER_ROLE_READ_WRITE));
        Expect.equal("error", ErrorCode.ERROR_CODE_PERMISSION_DENIED, guest.closing(1).getCode());
        Viewer viewer = new Viewer(guest, 2);
        Opened opened = viewer.open(Viewer.attachFromStart(terminal));
        Expect.equal("role", ViewerRole.VIEWER_ROLE_READ_ONLY, opened.getRole());
        viewer.type("x");
        Expect.equal("error", ErrorCode.ERROR_CODE_PERMISSION_DENIED, guest.closing(2).getCode());
      }
      revoke(owner, share);
    }
  }

  private static void revokedWhileConnected(Subject gateway) {
    try (Wire owner = gateway.live()) {
      Terminal terminal = owner.start("/bin/cat");
      NewShare share = share(owner, terminal, ViewerRole.VIEWER_ROLE_READ_ONLY);
      try (Wire guest = live(gateway, share.getToken());
          Wire idle = live(gateway, share.getToken())) {
        new Viewer(guest, 1).open(Viewer.attachFromStart(terminal));
        long began = System.nanoTime();
        revoke(owner, share);
        expectOut(guest, began);
        expectOut(idle, began);
      }
    }
  }

  private static void expectOut(Wire wire, long sinceNanos) {
    wire.expectCloses(ErrorCode.ERROR_CODE_UNAUTHENTICATED, POLICY_VIOLATION);
    Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
    Expect.that(took.compareTo(OUT_WITHIN) < 0, "the end within " + OUT_WITHIN, took);
  }

  private static Error refusal(Subject gateway, String token) {
    try (Wire wire = gateway.connect()) {
      wire.hello(token);
      return wire.closing(0);
    }
  }

  private static Wire live(Subject gateway, String token) {
    Wire wire = gateway.connect();
    wire.hello(token);
    wire.welcome();
    return wire;
  }

  private static NewShare share(Wire owner, Terminal terminal, ViewerRole role) {
    Reply reply =
        owner.call(
            Call.newBuilder()
                .setCreateShare(
                    CreateShare.newBuilder()
                        .setTerminalId(terminal.getId())
                        .setRole(role)
                        .setLifetimeMs(LONG_LIFE.toMillis())
                        .setNote("conformance")));
    Expect.that(reply.hasNewShare(), "a share", reply);
    return reply.getNewShare();
  }

  private static void revoke(Wire owner, NewShare share) {
    Reply reply =
        owner.call(
            Call.newBuilder()
                .setRevokeShare(RevokeShare.newBuilder().setShareId(share.getShare().getId())));
    Expect.that(reply.hasDone(), "done", reply);
  }
}
