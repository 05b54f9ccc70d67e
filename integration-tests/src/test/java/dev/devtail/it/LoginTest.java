package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.cli.Home;
import dev.devtail.cli.login.StoredLogin;
import dev.devtail.client.ConnectionState;
import dev.devtail.client.TokenSource;
import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line, signed in by the device flow at a real identity provider. */
class LoginTest {

  private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(5);
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Pattern CODE = Pattern.compile("confirm the code (\\S+):");

  @TempDir private Path directory;

  @Test
  void signsInStaysSignedInAndSignsOut() throws Exception {
    try (IdentityProvider provider = new IdentityProvider(TOKEN_LIFETIME);
        Running running = Running.start(provider.settings())) {
      Home home = new Home(directory.resolve("home")).create();
      CommandLine devtail = new CommandLine(home);
      String gateway = running.url().toString();

      assertThat(devtail.run("ls", "--url", gateway).exitCode()).isEqualTo(77);
      signIn(devtail, gateway, provider);

      try (Stream<Path> files = Files.walk(home.directory())) {
        assertThat(files.filter(file -> file.toString().endsWith(".json")))
            .allSatisfy(LoginTest::assertPrivate)
            .hasSize(1);
      }
      CommandLine.Ended started = devtail.run("new", "-n", "shared", "--", "/bin/cat");
      assertThat(started.exitCode()).as(started.output()).isZero();
      CommandLine.Ended listed = devtail.run("ls");
      assertThat(listed.output()).contains("shared");

      staysConnected(running, home);

      int before = provider.refreshTokens();
      await()
          .atMost(WITHIN)
          .until(() -> devtail.run("ls").exitCode() == 0 && provider.refreshTokens() > before);

      CommandLine.Ended out = devtail.run("logout");
      assertThat(out.exitCode()).as(out.output()).isZero();
      CommandLine.Ended after = devtail.run("ls", "--url", gateway);
      assertThat(after.exitCode()).as(after.output()).isEqualTo(77);
      assertThat(devtail.run("logout").exitCode()).isEqualTo(66);
    }
  }

  /** A connection whose token ends is back with another one, and loses nothing. */
  private static void staysConnected(Running running, Home home) {
    TokenSource tokens = StoredLogin.find(home, running.url()).orElseThrow();
    try (TestClient client = new TestClient(running, tokens)) {
      List<ConnectionState> states = new CopyOnWriteArrayList<>();
      client.connection().observe(states::add);
      Terminal terminal = client.terminals().getFirst();
      TestClient.View view = client.attach(terminal.getId());
      view.type("before\n");
      await()
          .atMost(WITHIN)
          .until(() -> states.stream().filter(ConnectionState.Live.class::isInstance).count() >= 3);
      assertThat(states).noneMatch(ConnectionState.Closed.class::isInstance);
      view.type("after\n");
      await().until(() -> view.output().contains("before\r\nbefore\r\nafter\r\nafter"));
    }
  }

  private static void signIn(CommandLine devtail, String gateway, IdentityProvider provider)
      throws IOException, InterruptedException {
    Process login = devtail.start("login", gateway, "--no-qr");
    StringBuilder printed = new StringBuilder();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(login.getInputStream(), StandardCharsets.UTF_8));
    Matcher code = CODE.matcher("");
    while (!code.find()) {
      String line = lines.readLine();
      assertThat(line).as("%s", printed).isNotNull();
      printed.append(line).append('\n');
      code.reset(line);
    }
    confirm(provider, code.group(1));
    String rest = lines.lines().collect(Collectors.joining("\n"));
    CommandLine.Ended ended = CommandLine.end(login);
    assertThat(ended.exitCode()).as(rest).isZero();
    assertThat(rest).contains("You are signed in.");
    assertThat(printed + rest).doesNotContain("eyJ");
  }

  /** As the user does in a browser: signs in, enters the code, agrees. */
  private static void confirm(IdentityProvider provider, String code)
      throws IOException, InterruptedException {
    try (HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build()) {
      URI login = provider.issuer().resolve("/login");
      post(
          browser,
          login,
          Map.of(
              "username",
              IdentityProvider.USER,
              "password",
              IdentityProvider.PASSWORD,
              "_csrf",
              hidden(get(browser, login), "_csrf")));
      String page =
          get(browser, provider.issuer().resolve("/oauth2/device_verification?user_code=" + code));
      if (page.contains("name=\"state\"")) {
        post(
            browser,
            provider.issuer().resolve("/oauth2/device_verification"),
            Map.of(
                "client_id",
                IdentityProvider.COMMAND_LINE_CLIENT,
                "user_code",
                code,
                "state",
                hidden(page, "state"),
                "scope",
                "offline_access"));
      }
    }
  }

  private static String hidden(String page, String name) {
    Matcher field =
        Pattern.compile("name=\"%s\"[^>]*value=\"([^\"]+)\"".formatted(name)).matcher(page);
    assertThat(field.find()).as(page).isTrue();
    return field.group(1);
  }

  private static String get(HttpClient browser, URI address)
      throws IOException, InterruptedException {
    return browser
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void post(HttpClient browser, URI address, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        browser.send(
            HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    // The server's page of success is not there, which is no failure here.
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
  }

  private static void assertPrivate(Path file) {
    try {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as("%s", file)
          .isEqualTo("rw-------");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
