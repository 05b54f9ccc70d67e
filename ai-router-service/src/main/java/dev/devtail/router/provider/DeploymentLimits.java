package dev.devtail.router.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of one way is used.
 *
 * @param callsPerMinute 0 for as many as there are
 * @param callsAtOnce 0 for as many as there are
 * @param firstToken until when a stream's answer has to begin; null: as everywhere
 */
public record DeploymentLimits(int callsPerMinute, int callsAtOnce, @Nullable Duration firstToken) {

  public static final DeploymentLimits NONE = new DeploymentLimits(0, 0, null);
}
