package dev.devtail.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Fragment;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.Welcome;
import java.util.HexFormat;
import java.util.List;

/** Sections 1 to 4: messages, channels, Hello, heartbeat. */
final class ConnectionRules {

  private static final int PROTOCOL_ERROR = 1002;
  private static final int POLICY = 1008;
  private static final int TOO_BIG = 1009;
  private static final int NORMAL = 1000;
  private static final int MAX_PING_BYTES = 64;
  private static final int UNKNOWN_FIELD = 1000;
  private static final int HOUR_MILLIS = 3_600_000;

  private ConnectionRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "message.text",
            1,
            "A text message is a protocol violation.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.sendText("hello");
                wire.expectCloses(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, PROTOCOL_ERROR);
              }
            }),
        new Rule(
            "message.fragments",
            1,
            "A message may come in WebSocket fragments.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.sendInFragments(ping("in five pieces").build().toByteArray(), 4);
                Expect.equal(
                    "payload", "in five pieces", wire.next().getPong().getPayload().toStringUtf8());
              }
            }),
        new Rule(
            "message.too-large",
            1,
            "A message beyond max_frame_bytes ends the connection with status 1009.",
            gateway -> {
              try (Wire wire = gateway.connect()) {
                wire.hello(gateway.token());
                int max = wire.welcome().getLimits().getMaxFrameBytes();
                wire.sendAsFarAsItGoes(new byte[max + 1]);
                wire.expectStatus(TOO_BIG);
              }
            }),
        new Rule(
            "message.websocket-ping",
            1,
            "A WebSocket ping is answered.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Expect.equal("payload", "there?", wire.webSocketPing("there?"));
              }
            }),
        new Rule(
            "message.empty",
            16,
            "An empty message ends the connection with INVALID_ARGUMENT.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.send(new byte[0]);
                wire.expectCloses(ErrorCode.ERROR_CODE_INVALID_ARGUMENT, PROTOCOL_ERROR);
              }
            }),
        garbage("message.truncated", "A field that reaches beyond the message", "08015a100800"),
        garbage("message.endless-number", "A number that does not end", "08ffffffffffffffffffffff"),
        garbage("message.channel-number", "A channel beyond 2^31 - 1", "0880808080083200"),
        garbage("message.kind-of-gateway", "A kind that only the gateway sends", "1a020801"),
        new Rule(
            "message.unknown-field",
            15,
            "Unknown fields are ignored.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Ping ping =
                    Ping.newBuilder()
                        .setPayload(ByteString.copyFromUtf8("new"))
                        .setUnknownFields(
                            UnknownFieldSet.newBuilder()
                                .addField(
                                    UNKNOWN_FIELD,
                                    UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                                .build())
                        .build();
                wire.send(Frame.newBuilder().setPing(ping));
                Expect.equal("payload", "new", wire.next().getPong().getPayload().toStringUtf8());
              }
            }),
        new Rule(
            "hello.welcome",
            3,
            "Hello with a good token is answered with Welcome: version 1, limits, heartbeat.",
            gateway -> {
              try (Wire wire = gateway.connect();
                  Wire other = gateway.connect()) {
                wire.hello(gateway.token());
                Welcome welcome = wire.welcome();
                Expect.equal("version", 1, welcome.getVersion());
                Expect.that(!welcome.getUser().isEmpty(), "a user", welcome);
                Expect.that(welcome.getHeartbeatIntervalMs() > 0, "a heartbeat", welcome);
                Expect.that(welcome.getLimits().getMaxFrameBytes() > 0, "limits", welcome);
                Expect.that(welcome.getLimits().getMaxDataBytes() > 0, "limits", welcome);
                Expect.that(welcome.getLimits().getMaxChannels() > 0, "limits", welcome);
                Expect.that(welcome.getLimits().getMaxCallsInFlight() > 0, "limits", welcome);
                other.hello(gateway.token());
                Expect.that(
                    !other.welcome().getConnectionId().equals(welcome.getConnectionId()),
                    "another connection_id",
                    welcome);
              }
            }),
        refusedToken("hello.no-token", "No token", ""),
        refusedToken("hello.wrong-token", "A wrong token", "not-a-token-of-this-gateway"),
        new Rule(
            "hello.version",
            3,
            "Versions that do not hold 1 are answered with UNSUPPORTED_VERSION.",
            gateway -> {
              try (Wire wire = gateway.connect()) {
                wire.send(
                    Frame.newBuilder()
                        .setHello(
                            Hello.newBuilder()
                                .setMinVersion(2)
                                .setMaxVersion(9)
                                .setToken(gateway.token())));
                wire.expectCloses(ErrorCode.ERROR_CODE_UNSUPPORTED_VERSION, POLICY);
              }
            }),
        new Rule(
            "hello.field-rule",
            3,
            "A client_name of 101 bytes is answered with INVALID_ARGUMENT.",
            gateway -> {
              try (Wire wire = gateway.connect()) {
                wire.send(
                    Frame.newBuilder()
                        .setHello(
                            Hello.newBuilder()
                                .setMinVersion(1)
                                .setMaxVersion(1)
                                .setToken(gateway.token())
                                .setClientName("x".repeat(101))));
                wire.expectCloses(ErrorCode.ERROR_CODE_INVALID_ARGUMENT, PROTOCOL_ERROR);
              }
            }),
        new Rule(
            "hello.first",
            3,
            "Anything but Hello as the first frame is a protocol violation.",
            gateway -> {
              try (Wire wire = gateway.connect()) {
                wire.ping("too early");
                wire.expectCloses(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, PROTOCOL_ERROR);
              }
            }),
        new Rule(
            "hello.once",
            3,
            "A second Hello is a protocol violation.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.hello(gateway.token());
                wire.expectCloses(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, PROTOCOL_ERROR);
              }
            }),
        new Rule(
            "hello.deadline",
            3,
            "Who does not say Hello is closed with TIMEOUT.",
            gateway -> {
              try (Wire wire = gateway.connect()) {
                Expect.equal("error", ErrorCode.ERROR_CODE_TIMEOUT, wire.closing(0).getCode());
              }
            }),
        new Rule(
            "leave",
            2,
            "Close on channel 0 ends the connection with status 1000.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.send(Frame.newBuilder().setClose(Close.getDefaultInstance()));
                wire.expectStatus(NORMAL);
              }
            }),
        new Rule(
            "ping.pong",
            4,
            "A Ping is answered with a Pong that holds the same payload.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.ping("");
                Expect.equal("payload", ByteString.EMPTY, wire.next().getPong().getPayload());
                String full = "x".repeat(MAX_PING_BYTES);
                wire.ping(full);
                Expect.equal("payload", full, wire.next().getPong().getPayload().toStringUtf8());
              }
            }),
        new Rule(
            "ping.announces-silence",
            4,
            "A Ping may announce a silence of up to an hour.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.send(announcing(HOUR_MILLIS));
                Expect.that(wire.next().hasPong(), "a Pong", wire);
                wire.send(announcing(HOUR_MILLIS + 1));
                wire.expectCloses(ErrorCode.ERROR_CODE_INVALID_ARGUMENT, PROTOCOL_ERROR);
              }
            }),
        new Rule(
            "fragment.from-client",
            2,
            "A client sends no Fragment.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.send(Frame.newBuilder().setFragment(Fragment.newBuilder().setId(1)));
                wire.expectCloses(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, PROTOCOL_ERROR);
              }
            }),
        new Rule(
            "ping.too-long",
            4,
            "A Ping of more than 64 bytes is answered with INVALID_ARGUMENT.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.ping("x".repeat(MAX_PING_BYTES + 1));
                wire.expectCloses(ErrorCode.ERROR_CODE_INVALID_ARGUMENT, PROTOCOL_ERROR);
              }
            }),
        new Rule(
            "channel.unknown",
            2,
            "A frame on a channel that is not open is answered with UNKNOWN_CHANNEL there.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.send(Frame.newBuilder().setChannel(9).setData(Data.getDefaultInstance()));
                wire.expectChannelCloses(9, ErrorCode.ERROR_CODE_UNKNOWN_CHANNEL);
              }
            }),
        new Rule(
            "channel.crossing-close",
            2,
            "A Close on a channel that is not open is ignored.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.send(Frame.newBuilder().setChannel(9).setClose(Close.getDefaultInstance()));
                wire.expectQuiet();
              }
            }),
        new Rule(
            "channel.rising",
            2,
            "An Open whose number is not higher than any before ends the connection.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal = wire.start("/bin/cat");
                Viewer.fromStart(wire, 5, terminal);
                new Viewer(wire, 5).ask(Viewer.attach(terminal));
                wire.expectCloses(ErrorCode.ERROR_CODE_CHANNEL_IN_USE, PROTOCOL_ERROR);
              }
            }),
        new Rule(
            "channel.many",
            10,
            "More channels than max_channels are answered with RESOURCE_EXHAUSTED.",
            gateway -> {
              try (Wire wire = gateway.connect()) {
                wire.hello(gateway.token());
                int max = wire.welcome().getLimits().getMaxChannels();
                Terminal terminal = wire.start("/bin/cat");
                for (int channel = 1; channel <= max; channel++) {
                  new Viewer(wire, channel).ask(Viewer.attach(terminal));
                }
                new Viewer(wire, max + 1).ask(Viewer.attach(terminal));
                Frame frame = wire.next();
                while (!frame.hasClose()) {
                  frame = wire.next();
                }
                Expect.equal("closed channel", max + 1, frame.getChannel());
                Expect.equal(
                    "error",
                    ErrorCode.ERROR_CODE_RESOURCE_EXHAUSTED,
                    frame.getClose().getError().getCode());
              }
            }),
        new Rule(
            "channel.no-target",
            6,
            "An Open that names nothing is answered with INVALID_ARGUMENT on its channel.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.send(Frame.newBuilder().setChannel(1).setOpen(Open.getDefaultInstance()));
                wire.expectChannelCloses(1, ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
              }
            }),
        new Rule(
            "isolation.neighbour",
            2,
            "Garbage on one connection leaves the others alone.",
            gateway -> {
              try (Wire typist = gateway.live()) {
                Viewer viewer = Viewer.fromStart(typist, 1, typist.start("/bin/cat"));
                for (int round = 0; round < 20; round++) {
                  try (Wire vandal = gateway.live()) {
                    vandal.send(HexFormat.of().parseHex("08ffffffffffffffffffffff"));
                    String line = "line " + round + "\n";
                    viewer.type(line);
                    viewer.awaitOutput(line.strip() + "\r\n" + line.strip());
                    vandal.expectCloses(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, PROTOCOL_ERROR);
                  }
                }
                typist.call(Call.newBuilder().setListTerminals(ListTerminals.getDefaultInstance()));
              }
            }));
  }

  private static Rule garbage(String id, String what, String hex) {
    return new Rule(
        id,
        16,
        what + " is a protocol violation.",
        gateway -> {
          try (Wire wire = gateway.live()) {
            wire.send(HexFormat.of().parseHex(hex));
            wire.expectCloses(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, PROTOCOL_ERROR);
          }
        });
  }

  private static Rule refusedToken(String id, String what, String token) {
    return new Rule(
        id,
        3,
        what + " is answered with UNAUTHENTICATED.",
        gateway -> {
          try (Wire wire = gateway.connect()) {
            wire.hello(token);
            wire.expectCloses(ErrorCode.ERROR_CODE_UNAUTHENTICATED, POLICY);
          }
        });
  }

  private static Frame.Builder announcing(int silenceMillis) {
    return Frame.newBuilder().setPing(Ping.newBuilder().setNextWithinMs(silenceMillis));
  }

  private static Frame.Builder ping(String payload) {
    return Frame.newBuilder()
        .setPing(Ping.newBuilder().setPayload(ByteString.copyFromUtf8(payload)));
  }
}
