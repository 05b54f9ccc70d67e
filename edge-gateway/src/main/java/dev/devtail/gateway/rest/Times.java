package dev.devtail.gateway.rest;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times of the protocol as Java has them. */
final class Times {

  private Times() {}

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
