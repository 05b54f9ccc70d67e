package dev.devtail.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class EmbeddedDatabaseTest {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabaseTest.class);

  private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

  @TempDir private Path home;

  private EmbeddedDatabase start() {
    return EmbeddedDatabase.start(home.resolve("postgres"), BINARIES);
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.username(), database.password());
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void keepsDataPortAndPasswordBetweenStartsAndIsReadySoon() throws Exception {
    int port;
    String password;
    try (EmbeddedDatabase first = start()) {
      port = first.port();
      password = first.password();
      execute(first, "create table kept as select 42 as answer");
    }
    long begin = System.nanoTime();
    try (EmbeddedDatabase second = start()) {
      log.info(
          "kept data directory: ready after {} ms (goal: 700)",
          (System.nanoTime() - begin) / 1_000_000);
      assertThat(second.port()).isEqualTo(port);
      assertThat(second.password()).isEqualTo(password);
      assertThat(query(second, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void whatWasCommittedOutlivesAKilledServerWhichIsStartedAgain() throws Exception {
    try (EmbeddedDatabase database = start()) {
      execute(database, "create table durable (n int)");
      try (Connection connection = connect(database);
          Statement statement = connection.createStatement()) {
        for (int n = 1; n <= 200; n++) {
          statement.execute("insert into durable values (" + n + ")");
        }
        ProcessHandle server = ProcessHandle.of(database.pid()).orElseThrow();
        server.destroyForcibly();
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(query(database, "select count(*) from durable")).isEqualTo("200"));
    }
  }

  @Test
  void isSafeToKeepDataIn() throws Exception {
    try (EmbeddedDatabase database = start()) {
      assertThat(query(database, "show fsync")).isEqualTo("on");
      assertThat(query(database, "show synchronous_commit")).isEqualTo("on");
      assertThat(query(database, "show full_page_writes")).isEqualTo("on");
      assertThat(query(database, "show data_checksums")).isEqualTo("on");
      assertThat(query(database, "show autovacuum")).isEqualTo("on");
      assertThat(query(database, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(database, "show unix_socket_directories")).isEmpty();
    }
  }

  @Test
  void isSmall() throws Exception {
    List<Connection> pool = new ArrayList<>();
    try (EmbeddedDatabase database = start()) {
      for (int n = 1; n <= 10; n++) {
        Connection connection = connect(database);
        pool.add(connection);
        try (Statement statement = connection.createStatement()) {
          statement.execute("select count(*) from pg_class, pg_type");
        }
        if (n == 1 || n == 10) {
          long kilobytes = ServerMemory.proportionalKilobytes(database.pid());
          log.info("PostgreSQL with {} connections: {} KB PSS (goal: 35000)", n, kilobytes);
          assertThat(kilobytes).isLessThan(60_000);
        }
      }
      for (Connection connection : pool) {
        connection.close();
      }
    }
  }

  @Test
  void letsNobodyInWithoutItsPassword() throws Exception {
    try (EmbeddedDatabase database = start()) {
      for (String wrong : List.of("", "wrong", database.username())) {
        assertThatThrownBy(
                () ->
                    DriverManager.getConnection(database.jdbcUrl(), database.username(), wrong)
                        .close())
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password");
      }
      assertThat(query(database, "select rolpassword from pg_authid where rolcanlogin"))
          .startsWith("SCRAM-SHA-256$");
      assertThat(query(database, "select count(*) from pg_authid where rolcanlogin"))
          .isEqualTo("1");
      assertThat(
              query(
                  database, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
          .isEqualTo("scram-sha-256");
    }
  }

  @Test
  void filesAreTheOwnersOnly() throws IOException {
    start().close();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("postgres"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("postgres.password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecondStartOnTheSameDirectoryIsRefused() throws Exception {
    try (EmbeddedDatabase first = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedDatabaseException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      assertThat(query(first, "select 1")).isEqualTo("1");
    }
    start().close();
  }

  @Test
  void anotherProcessIsRefusedTooAndAKilledOnesServerIsStopped() throws Exception {
    Process other = startInAnotherJvm();
    try {
      long orphan =
          other
              .inputReader()
              .lines()
              .filter(line -> line.startsWith(OtherJvm.PID))
              .mapToLong(line -> Long.parseLong(line.substring(OtherJvm.PID.length())))
              .findFirst()
              .orElseThrow();
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedDatabaseException.class)
          .hasMessageContaining("in use by process " + other.pid());

      other.destroyForcibly().waitFor();
      assertThat(ProcessHandle.of(orphan)).hasValueSatisfying(ProcessHandle::isAlive);
      try (EmbeddedDatabase mine = start()) {
        assertThat(mine.pid()).isNotEqualTo(orphan);
        assertThat(query(mine, "select count(*) from written")).isEqualTo("1");
        await().until(() -> ProcessHandle.of(orphan).filter(ProcessHandle::isAlive).isEmpty());
      }
    } finally {
      other.destroyForcibly();
    }
  }

  private Process startInAnotherJvm() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherJvm.class.getName(),
            home.resolve("postgres").toString(),
            BINARIES.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void aFileOfAServerWhoseProcessIdIsAnotherProgramsNowDoesNotMatter() throws Exception {
    start().close();
    Path pid = home.resolve("postgres").resolve("postmaster.pid");
    Files.writeString(pid, ProcessHandle.current().pid() + "\n/somewhere\n1\n");
    try (EmbeddedDatabase again = start()) {
      assertThat(query(again, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void anotherMajorVersionIsNamedAndNothingIsTouched() throws IOException {
    start().close();
    Path stamp = home.resolve("postgres").resolve("PG_VERSION");
    Files.writeString(stamp, "17\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("made by PostgreSQL 17, this DevTail brings PostgreSQL 18");
    Files.writeString(stamp, "18\n");
    start().close();
  }

  @Test
  void aDirectoryOfSomethingElseIsLeftAlone() throws IOException {
    Path thesis = Files.createDirectories(home.resolve("postgres")).resolve("thesis.tex");
    Files.writeString(thesis, "years of work");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("not empty");
    assertThat(thesis).hasContent("years of work");
  }

  @Test
  void aLostPasswordFileIsAPlainError() throws IOException {
    start().close();
    Files.delete(home.resolve("postgres.password"));
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("password file");
  }

  @Test
  void aDirectoryThatWasLeftHalfMadeIsMadeAnew() throws Exception {
    Path half = Files.createDirectories(home.resolve("postgres.unfinished"));
    Files.writeString(half.resolve("PG_VERSION"), "18\n");
    try (EmbeddedDatabase database = start()) {
      assertThat(query(database, "select 1")).isEqualTo("1");
    }
    assertThat(half).doesNotExist();
  }

  @Test
  void aTakenPortIsGivenUp() throws Exception {
    int taken;
    try (EmbeddedDatabase first = start()) {
      taken = first.port();
    }
    try (ServerSocket squatter = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress());
        EmbeddedDatabase second = start()) {
      assertThat(second.port()).isNotEqualTo(squatter.getLocalPort());
      assertThat(query(second, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aServerThatDoesNotStartSaysWhy() throws IOException {
    start().close();
    Files.delete(home.resolve("postgres").resolve("global").resolve("pg_control"));
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("pg_control");
  }

  @Test
  void programsAreUnpackedOnce() throws IOException {
    Path cache = home.resolve("cache");
    EmbeddedDatabase.start(home.resolve("one"), cache).close();
    Path initdb;
    try (var found = Files.find(cache, 3, (path, any) -> path.endsWith("initdb"))) {
      initdb = found.findFirst().orElseThrow();
    }
    var made = Files.getLastModifiedTime(initdb);
    EmbeddedDatabase.start(home.resolve("two"), cache).close();
    assertThat(Files.getLastModifiedTime(initdb)).isEqualTo(made);
    try (var entries = Files.list(cache)) {
      assertThat(entries).hasSize(1);
    }
  }

  @Test
  void closingTwiceIsFine() {
    EmbeddedDatabase database = start();
    database.close();
    database.close();
    assertThatThrownBy(database::pid).isInstanceOf(EmbeddedDatabaseException.class);
  }
}
