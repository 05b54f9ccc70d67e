package dev.devtail.kit.database;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads columns that are never null in the schema. */
public final class Columns {

  private Columns() {}

  /**
   * @throws NoSuchElementException if the column is null all the same
   */
  public static <T> T get(Readable row, String column, Class<T> type) {
    @Nullable T value = row.get(column, type);
    if (value == null) {
      throw new NoSuchElementException(column + " is null");
    }
    return value;
  }

  public static String text(Readable row, String column) {
    return get(row, column, String.class);
  }

  public static Instant time(Readable row, String column) {
    return get(row, column, Instant.class);
  }
}
