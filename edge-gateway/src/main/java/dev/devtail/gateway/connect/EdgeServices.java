package dev.devtail.gateway.connect;

import dev.devtail.gateway.auth.Authenticator;
import dev.devtail.gateway.backend.Backend;
import dev.devtail.gateway.backend.TerminalChannels;
import dev.devtail.gateway.backend.TerminalLocator;
import dev.devtail.gateway.limits.UserLimits;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.time.Uptime;
import io.grpc.Channel;
import java.time.Clock;

/**
 * What all connections of a gateway share.
 *
 * @param sessions to session-service
 */
public record EdgeServices(
    Authenticator authenticator,
    Backend backend,
    Channel sessions,
    TerminalLocator locator,
    TerminalChannels channels,
    IdentityTokens tokens,
    EdgeLimits limits,
    UserLimits userLimits,
    Clock clock,
    Uptime uptime) {}
