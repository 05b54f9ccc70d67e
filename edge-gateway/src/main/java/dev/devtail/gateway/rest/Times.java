package dev.devtail.gateway.rest;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times of the protocol as Java has them. */
final class Times {

  private Times() {}

  static Timestamp message(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
