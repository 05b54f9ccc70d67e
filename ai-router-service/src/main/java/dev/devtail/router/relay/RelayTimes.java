package dev.devtail.router.relay;

import java.time.Duration;

/**
 * How long a provider is waited for.
 *
 * @param firstToken until the answer begins, where it comes in events
 * @param idle until more of it comes
 * @param answer until all of it is there, where it comes at once
 * @param patience until a provider may be asked again, where all have failed
 */
public record RelayTimes(Duration firstToken, Duration idle, Duration answer, Duration patience) {}
