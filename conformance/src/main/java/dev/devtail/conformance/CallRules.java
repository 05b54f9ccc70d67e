package dev.devtail.conformance;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Capabilities;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Fragment;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.HistoryHits;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.SearchHistory;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalList;
import dev.devtail.protocol.v1.TerminalSpec;
import dev.devtail.protocol.v1.UpdateSession;
import java.time.Duration;
import java.util.List;

/** Section 5: sessions and terminals by call. */
final class CallRules {

  private static final int SECTION = 5;
  private static final String NOBODYS = "AAAAAAAAAAAAAAAAAAAA";
  private static final int TOO_MANY_COLUMNS = 65_535;

  /** As a terminal prints three lines. */
  private static final String PRINTED = "one\r\ntwo\r\nsix";

  private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(5);
  private static final Duration HISTORY_POLL = Duration.ofMillis(50);

  private static final int LONG_COMMAND_BYTES = 20_000;

  private CallRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "call.sessions",
            SECTION,
            "A session is created, read, listed, renamed and deleted; then it is NOT_FOUND.",
            CallRules::sessionLife),
        new Rule(
            "call.unknown-session",
            SECTION,
            "A session that is not there, or another user's, is NOT_FOUND.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.refused(
                    Call.newBuilder().setGetSession(GetSession.newBuilder().setSessionId(NOBODYS)),
                    ErrorCode.ERROR_CODE_NOT_FOUND);
              }
            }),
        new Rule(
            "call.unknown-terminal",
            SECTION,
            "A terminal that is not there, or another user's, is NOT_FOUND for every call.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.refused(
                    Call.newBuilder()
                        .setEndTerminal(EndTerminal.newBuilder().setTerminalId(NOBODYS)),
                    ErrorCode.ERROR_CODE_NOT_FOUND);
                wire.refused(
                    Call.newBuilder()
                        .setSignalTerminal(
                            SignalTerminal.newBuilder()
                                .setTerminalId(NOBODYS)
                                .setSignal(Signal.SIGNAL_KILL)),
                    ErrorCode.ERROR_CODE_NOT_FOUND);
                wire.refused(
                    Call.newBuilder()
                        .setReadHistory(ReadHistory.newBuilder().setTerminalId(NOBODYS)),
                    ErrorCode.ERROR_CODE_NOT_FOUND);
              }
            }),
        new Rule(
            "history.read",
            SECTION,
            "What a terminal has printed can be read by offset, part by part, to its end.",
            CallRules::historyIsRead),
        new Rule(
            "history.beyond-end",
            SECTION,
            "An offset beyond the end of a history is OFFSET_OUT_OF_RANGE.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                String id = wire.start("/bin/cat").getId();
                wire.refused(
                    readHistory(id, Long.MAX_VALUE), ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE);
              }
            }),
        new Rule(
            "history.search",
            SECTION,
            "A search in a history finds lines, and says how far back it got.",
            CallRules::historyIsSearched),
        new Rule(
            "fragment.reply",
            2,
            "A long Reply comes in Fragments to a client that states them, and whole to others.",
            CallRules::longReplyComesInFragments),
        new Rule(
            "call.no-operation",
            SECTION,
            "A call that holds no known operation gets a Reply with INVALID_ARGUMENT.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.refused(Call.newBuilder(), ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
                wire.expectQuiet();
              }
            }),
        new Rule(
            "call.field-rule",
            SECTION,
            "A call that breaks a field's rule gets a Reply that names the field.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Error error =
                    wire.refused(
                        Call.newBuilder()
                            .setEndTerminal(EndTerminal.newBuilder().setTerminalId("../etc")),
                        ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
                Expect.that(error.getField().endsWith("terminal_id"), "the field", error);
                wire.expectQuiet();
              }
            }),
        new Rule(
            "start.same-wish",
            SECTION,
            "A start that is repeated with its request_key answers with the same terminal.",
            gateway -> {
              ByteString key = Subject.randomKey();
              Terminal first;
              try (Wire cut = gateway.live()) {
                first = cut.call(Wire.starting(key, "/bin/cat")).getTerminal();
              }
              try (Wire wire = gateway.live()) {
                Reply again = wire.call(Wire.starting(key, "/bin/cat"));
                Expect.equal("terminal", first.getId(), again.getTerminal().getId());
                wire.call(
                    Call.newBuilder()
                        .setEndTerminal(EndTerminal.newBuilder().setTerminalId(first.getId())));
              }
            }),
        new Rule(
            "start.listed",
            SECTION,
            "A terminal that was started is in the list.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                String id = wire.start("/bin/cat").getId();
                Reply list =
                    wire.call(
                        Call.newBuilder().setListTerminals(ListTerminals.getDefaultInstance()));
                Expect.that(
                    list.getTerminals().getTerminalsList().stream()
                        .anyMatch(terminal -> terminal.getId().equals(id)),
                    "terminal " + id,
                    list);
              }
            }),
        startFails(
            "start.no-program",
            "A program that does not exist is answered with START_FAILED.",
            TerminalSpec.newBuilder().addCommand("/no/such/program").setSize(Wire.SIZE),
            ErrorCode.ERROR_CODE_START_FAILED),
        startFails(
            "start.no-directory",
            "A directory that does not exist is answered with START_FAILED.",
            TerminalSpec.newBuilder()
                .addCommand("/bin/cat")
                .setDirectory("/no/such/directory")
                .setSize(Wire.SIZE),
            ErrorCode.ERROR_CODE_START_FAILED),
        startFails(
            "start.no-size",
            "A start without a size is answered with INVALID_ARGUMENT.",
            TerminalSpec.newBuilder().addCommand("/bin/cat"),
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT),
        startFails(
            "start.size-zero",
            "A size of 0x0 is answered with INVALID_ARGUMENT.",
            TerminalSpec.newBuilder().addCommand("/bin/cat").setSize(size(0, 0)),
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT),
        startFails(
            "start.size-huge",
            "A size of 65535x65535 is answered with INVALID_ARGUMENT.",
            TerminalSpec.newBuilder()
                .addCommand("/bin/cat")
                .setSize(size(TOO_MANY_COLUMNS, TOO_MANY_COLUMNS)),
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT),
        startFails(
            "start.nul",
            "A text with a NUL character is answered with INVALID_ARGUMENT.",
            TerminalSpec.newBuilder().addCommand("/bin/echo").addCommand("a\0b").setSize(Wire.SIZE),
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT));
  }

  static Size size(int columns, int rows) {
    return Size.newBuilder().setColumns(columns).setRows(rows).build();
  }

  private static Rule startFails(
      String id, String statement, TerminalSpec.Builder spec, ErrorCode code) {
    return new Rule(
        id,
        SECTION,
        statement,
        gateway -> {
          try (Wire wire = gateway.live()) {
            Error error =
                wire.refused(
                    Call.newBuilder()
                        .setStartTerminal(
                            StartTerminal.newBuilder()
                                .setRequestKey(Subject.randomKey())
                                .setSpec(spec)),
                    code);
            Expect.that(!error.getMessage().isBlank(), "a message", error);
            wire.expectQuiet();
          }
        });
  }

  private static void sessionLife(Subject gateway) {
    try (Wire wire = gateway.live()) {
      Session made =
          wire.call(
                  Call.newBuilder()
                      .setCreateSession(CreateSession.newBuilder().setName("conformance")))
              .getSession();
      Expect.equal("name", "conformance", made.getName());
      Expect.that(!made.getId().isEmpty(), "an id", made);
      GetSession get = GetSession.newBuilder().setSessionId(made.getId()).build();
      Expect.equal("session", made, wire.call(Call.newBuilder().setGetSession(get)).getSession());
      Session renamed =
          wire.call(
                  Call.newBuilder()
                      .setUpdateSession(
                          UpdateSession.newBuilder().setSessionId(made.getId()).setName("renamed")))
              .getSession();
      Expect.equal("name", "renamed", renamed.getName());
      Reply list = wire.call(Call.newBuilder().setListSessions(ListSessions.getDefaultInstance()));
      Expect.that(
          list.getSessions().getSessionsList().stream()
              .anyMatch(session -> session.getId().equals(made.getId())),
          "the session in the list",
          list);
      DeleteSession delete = DeleteSession.newBuilder().setSessionId(made.getId()).build();
      Reply deleted = wire.call(Call.newBuilder().setDeleteSession(delete));
      Expect.that(deleted.hasDone(), "done", deleted);
      wire.refused(Call.newBuilder().setGetSession(get), ErrorCode.ERROR_CODE_NOT_FOUND);
      wire.refused(Call.newBuilder().setDeleteSession(delete), ErrorCode.ERROR_CODE_NOT_FOUND);
    }
  }

  private static void longReplyComesInFragments(Subject gateway) {
    String[] longCommand = {"/bin/sh", "-c", "cat #" + "x".repeat(LONG_COMMAND_BYTES)};
    try (Wire plain = gateway.live();
        Wire able = gateway.connect()) {
      Terminal whole = plain.start(longCommand);
      able.send(
          Frame.newBuilder()
              .setHello(
                  Hello.newBuilder()
                      .setMinVersion(1)
                      .setMaxVersion(1)
                      .setToken(gateway.token())
                      .setCapabilities(Capabilities.newBuilder().setFragments(true))));
      able.welcome();
      able.send(
          Frame.newBuilder()
              .setCall(
                  Call.newBuilder()
                      .setId(1)
                      .setListTerminals(
                          ListTerminals.newBuilder().setSessionId(whole.getSessionId()))));
      ByteString frame = ByteString.EMPTY;
      Fragment fragment;
      do {
        Frame piece = able.next();
        Expect.that(piece.hasFragment() && piece.getChannel() == 0, "a Fragment", piece);
        fragment = piece.getFragment();
        frame = frame.concat(fragment.getPayload());
      } while (!fragment.getLast());
      TerminalList list = Wire.parsed(frame).getReply().getTerminals();
      Expect.that(
          list.getTerminalsList().stream()
              .anyMatch(terminal -> terminal.getCommandList().equals(whole.getCommandList())),
          "the terminal in the list",
          list);
    }
  }

  private static Call.Builder readHistory(String terminalId, long offset) {
    return Call.newBuilder()
        .setReadHistory(ReadHistory.newBuilder().setTerminalId(terminalId).setOffset(offset));
  }

  /** Starts a program that prints that, and waits until they are kept. */
  private static String printed(Wire wire) throws InterruptedException {
    String id = wire.start("/bin/sh", "-c", "printf 'one\\ntwo\\nsix'; cat").getId();
    long until = System.nanoTime() + HISTORY_PATIENCE.toNanos();
    while (history(wire, id, 0).getEnd() < PRINTED.length()) {
      Expect.that(System.nanoTime() < until, "what was printed, within 5 s", id);
      Thread.sleep(HISTORY_POLL);
    }
    return id;
  }

  private static HistoryPart history(Wire wire, String id, long offset) {
    return wire.call(readHistory(id, offset)).getHistoryPart();
  }

  private static void historyIsRead(Subject gateway) throws InterruptedException {
    try (Wire wire = gateway.live()) {
      String id = printed(wire);
      HistoryPart all = history(wire, id, 0);
      Expect.equal("payload", PRINTED, all.getPayload().toStringUtf8());
      Expect.equal("start", 0L, all.getStart());
      Expect.equal("gap", 0L, all.getGap());
      HistoryPart rest = history(wire, id, 5);
      Expect.equal("offset", 5L, rest.getOffset());
      Expect.equal("payload", PRINTED.substring(5), rest.getPayload().toStringUtf8());
      HistoryPart end = history(wire, id, PRINTED.length());
      Expect.that(end.getPayload().isEmpty(), "an empty payload at the end", end);
    }
  }

  private static void historyIsSearched(Subject gateway) throws InterruptedException {
    try (Wire wire = gateway.live()) {
      String id = printed(wire);
      HistoryHits hits =
          wire.call(
                  Call.newBuilder()
                      .setSearchHistory(
                          SearchHistory.newBuilder().setTerminalId(id).setQuery("TWO")))
              .getHistoryHits();
      Expect.equal("hits", 1, hits.getHitsCount());
      Expect.equal("line", "two", hits.getHits(0).getLine());
      Expect.equal("offset", 5L, hits.getHits(0).getOffset());
      Expect.equal("searched_from", hits.getStart(), hits.getSearchedFrom());
    }
  }
}
