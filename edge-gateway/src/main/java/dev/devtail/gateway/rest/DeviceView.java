package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.protocol.v1.Device;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A paired device, as JSON has it, here and on the command line.
 *
 * @param lastUsedAt to the minute; not there if it was never used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeviceView(
    String id, String name, Instant createdAt, Instant expiresAt, @Nullable Instant lastUsedAt) {

  public static DeviceView of(Device device) {
    return new DeviceView(
        device.getId(),
        device.getName(),
        Times.instant(device.getCreatedAt()),
        Times.instant(device.getExpiresAt()),
        device.hasLastUsedAt() ? Times.instant(device.getLastUsedAt()) : null);
  }

  /**
   * A device that was just paired.
   *
   * @param token told this once
   */
  public record New(DeviceView device, String token) {}
}
