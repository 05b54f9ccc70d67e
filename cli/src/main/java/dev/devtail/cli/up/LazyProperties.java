package dev.devtail.cli.up;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;

/** Properties whose values are computed when they are asked for, not before. */
final class LazyProperties extends EnumerablePropertySource<Map<String, Supplier<String>>> {

  LazyProperties(String name, Map<String, Supplier<String>> values) {
    super(name, values);
  }

  @Override
  public String[] getPropertyNames() {
    return source.keySet().toArray(String[]::new);
  }

  @Override
  public @Nullable Object getProperty(String name) {
    Supplier<String> value = source.get(name);
    return value == null ? null : value.get();
  }
}
