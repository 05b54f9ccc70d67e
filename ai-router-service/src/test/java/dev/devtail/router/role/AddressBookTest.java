package dev.devtail.router.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBookTest {

  private final AddressBook book =
      new AddressBook(
          List.of(
              URI.create("https://hooks.example.org/ci/"), URI.create("http://127.0.0.1:8080")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example.org/ci/a?b=c",
        "https://HOOKS.example.org:443/ci",
        "http://127.0.0.1:8080/x"
      })
  void whatLiesBelowIsPermitted(String url) {
    assertThat(book.permits(URI.create(url))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example.org/ci/a",
        "https://hooks.example.org/cia",
        "https://hooks.example.org/",
        "https://hooks.example.org.evil.org/ci/",
        "https://hooks.example.org@evil.org/ci/",
        "https://evil.org@hooks.example.org/ci/a",
        "https://hooks.example.org/ci/../admin",
        "https://hooks.example.org/ci/%2e%2e/admin",
        "https://hooks.example.org:8443/ci/",
        "http://127.0.0.1/x",
        "file:///ci/",
        "/ci/a"
      })
  void nothingElseIs(String url) {
    assertThat(book.permits(URI.create(url))).isFalse();
  }
}
