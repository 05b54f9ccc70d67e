package dev.devtail.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class KitPropertiesTest {

  private static final byte[] KEY = new byte[32];

  static {
    Arrays.fill(KEY, (byte) 42);
  }

  private static KitProperties bind(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bind("devtail", KitProperties.class)
        .get();
  }

  @Test
  void thereIsALoopForEachCoreUnlessSaidOtherwise() {
    String key = Base64.getEncoder().encodeToString(KEY);
    assertThat(bind(Map.of("devtail.identity.key", key)).eventLoops())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    KitProperties two = bind(Map.of("devtail.identity.key", key, "devtail.event-loops", "2"));
    assertThat(two.eventLoops()).isEqualTo(2);
    assertThat(two.identity().keyBytes()).isEqualTo(KEY);
    assertThat(two.toString()).doesNotContain(key);
  }

  @Test
  void badValuesNameTheirKey() {
    assertThatThrownBy(() -> bind(Map.of("devtail.event-loops", "-1")))
        .isInstanceOf(BindException.class)
        .rootCause()
        .hasMessageContaining("devtail.event-loops: -1");
    assertThatThrownBy(() -> bind(Map.of("devtail.event-loops", "1")))
        .rootCause()
        .hasMessageContaining("devtail.identity.key: missing");
    KitProperties bad = bind(Map.of("devtail.identity.key", "&"));
    assertThatThrownBy(() -> bad.identity().keyBytes())
        .hasMessageContaining("devtail.identity.key: not Base64");
  }
}
