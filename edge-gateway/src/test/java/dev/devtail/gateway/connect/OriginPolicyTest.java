package dev.devtail.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {

  private final OriginPolicy policy = new OriginPolicy(Set.of("https://app.example.org"));

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:7717, 127.0.0.1:7717, true",
    "https://devtail.example.org, DevTail.example.org, true",
    "https://app.example.org, 127.0.0.1:7717, true",
    "https://app.example.org.evil.org, 127.0.0.1:7717, false",
    "https://APP.example.org:8443, 127.0.0.1:7717, false",
    "http://127.0.0.1:8080, 127.0.0.1:7717, false",
    "http://127.0.0.1:7717@evil.org, 127.0.0.1:7717, false",
    "null, 127.0.0.1:7717, false",
    "http://[, 127.0.0.1:7717, false",
    "'', 127.0.0.1:7717, false"
  })
  void permitsItsOwnAndThoseOnTheList(String origin, String host, boolean permitted) {
    assertThat(policy.permits(origin, host)).isEqualTo(permitted);
  }

  @Test
  void clientsThatAreNoBrowsersHaveNoOrigin() {
    assertThat(policy.permits(null, "127.0.0.1:7717")).isTrue();
    assertThat(policy.permits("http://127.0.0.1:7717", null)).isFalse();
  }
}
