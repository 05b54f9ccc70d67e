package dev.devtail.kit.grpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.devtail.kit.fault.Fault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times on the wire and in Java. */
public final class Times {

  private Times() {}

  public static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /**
   * To the microsecond, as the database keeps it.
   *
   * @param field path of the field, for the fault
   * @throws Fault INVALID_ARGUMENT unless it lies in the years 1 to 9999
   */
  public static Instant check(String field, Timestamp time) {
    if (!Timestamps.isValid(time)) {
      throw Fault.invalid(field, time.getSeconds() + " s", "a time in the years 1 to 9999");
    }
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
  }
}
