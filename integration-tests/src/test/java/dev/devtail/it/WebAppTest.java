package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.devtail.it.RunningSuite.Running;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The web app's own tests: its modules in Node, and the whole of it in a real Chromium. */
class WebAppTest {

  private static final Path WEB = Path.of(System.getProperty("devtail.root"), "web");
  private static final long MINUTES = 15;
  private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(10);

  @Test
  void itsModulesPass() throws Exception {
    require("npm", "Node 20.19 or newer with npm");
    run(List.of("npx", "vitest", "run", "--project", "unit"), Map.of());
  }

  /**
   * Desktop and phone: type, cut the network, come back, see the same screen. On a suite of its
   * own, for a first visit opens what terminals there are.
   */
  @Test
  void itWorksInARealBrowser() throws Exception {
    require("npm", "Node 20.19 or newer with npm");
    require("chromium", "Chromium");
    try (Running running =
        Running.start(Map.of("devtail.terminal.shell", plainShell().toString()))) {
      run(
          List.of("npx", "vitest", "run", "--project", "e2e"),
          Map.of(
              "DEVTAIL_URL",
              running.url() + "/#token=" + running.token(),
              "SCREENSHOTS",
              Path.of("target", "screenshots").toAbsolutePath().toString()));
    }
  }

  /** At a real identity provider, whose tokens end while the user types. */
  @Test
  void usersSignInInARealBrowser() throws Exception {
    require("npm", "Node 20.19 or newer with npm");
    require("chromium", "Chromium");
    Map<String, String> settings = new HashMap<>();
    settings.put("devtail.terminal.shell", plainShell().toString());
    try (IdentityProvider provider = new IdentityProvider(TOKEN_LIFETIME)) {
      settings.putAll(provider.settings());
      try (Running running = Running.start(settings)) {
        provider.registerWebApp(URI.create(running.url() + "/"));
        run(
            List.of("npx", "vitest", "run", "--project", "e2e", "e2e/sign-in.e2e.ts"),
            Map.of(
                "DEVTAIL_URL",
                running.url() + "/",
                "DEVTAIL_LOGIN",
                IdentityProvider.USER + ":" + IdentityProvider.PASSWORD,
                "SCREENSHOTS",
                Path.of("target", "screenshots").toAbsolutePath().toString()));
      }
    }
  }

  /** A shell without what its user has set up: that may take as long as it likes. */
  private static Path plainShell() throws IOException {
    Path shell =
        Files.createTempFile(
            "devtail-shell",
            ".sh",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    shell.toFile().deleteOnExit();
    return Files.writeString(shell, "#!/bin/sh\nexec /bin/bash --noprofile --norc -i\n");
  }

  private static void run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("devtail-web", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(WEB.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log);
    Files.delete(log);
    assertThat(ended).as("ended in time:\n%s", output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  /** Skips where a real component is missing, with what to install; in a strict run that fails. */
  private static void require(String program, String what) {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    if (there && Files.isDirectory(WEB.resolve("node_modules"))) {
      return;
    }
    String sentence = "The web app was not tested: install " + what + ".";
    if (Boolean.getBoolean("devtail.strict")) {
      fail(sentence);
    }
    abort(sentence);
  }
}
