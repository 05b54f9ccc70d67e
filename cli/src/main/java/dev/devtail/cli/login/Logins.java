package dev.devtail.cli.login;

import dev.devtail.cli.Home;
import dev.devtail.cli.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Where the command line is signed in, a file for each gateway. */
final class Logins {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String LOCK = "lock";

  /** A lock on a file keeps other processes away, and this keeps other threads. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final PrivateFiles files;

  Logins(Home home) {
    this.files = home.logins();
  }

  /** None as well if what is there is of another version. */
  Optional<Login> find(URI gateway) {
    return files.read(fileOf(gateway)).flatMap(Logins::parse);
  }

  private static Optional<Login> parse(String json) {
    try {
      return Optional.of(MAPPER.readValue(json, Login.class));
    } catch (JacksonException otherVersion) {
      return Optional.empty();
    }
  }

  void put(URI gateway, Login login) {
    files.create();
    files.write(fileOf(gateway), MAPPER.writeValueAsString(login));
  }

  void remove(URI gateway) {
    files.delete(fileOf(gateway));
  }

  /**
   * Runs while no other command of this user does: a refresh token that two of them use at a time
   * counts as stolen.
   */
  <T> T alone(Supplier<T> work) {
    files.create();
    THREADS.lock();
    try (FileChannel channel =
        FileChannel.open(
            files.directory().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // It ends with the channel.
      channel.lock();
      return work.get();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + files.directory(), e);
    } finally {
      THREADS.unlock();
    }
  }

  /** Two addresses of one gateway are two logins. */
  private static String fileOf(URI gateway) {
    String origin = "%s://%s".formatted(gateway.getScheme(), gateway.getRawAuthority());
    return URLEncoder.encode(origin.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8) + ".json";
  }
}
