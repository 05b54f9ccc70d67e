package dev.devtail.simulator.wire;

import org.jspecify.annotations.Nullable;

/**
 * What a provider says instead of an answer.
 *
 * @param type as the provider names it
 * @param param the field that is wrong, where the provider names it
 * @param code a finer name, where the provider has one
 */
public record ApiError(
    int status, String type, String message, @Nullable String param, @Nullable String code) {

  public ApiError(int status, String type, String message) {
    this(status, type, message, null, null);
  }
}
