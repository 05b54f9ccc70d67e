package dev.devtail.session.access.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.service.v1.Everything;
import dev.devtail.protocol.service.v1.ModelsOnly;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.Device;
import dev.devtail.protocol.v1.ModelKey;
import dev.devtail.protocol.v1.NewDevice;
import dev.devtail.protocol.v1.NewKey;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.Share;
import dev.devtail.protocol.v1.SharedTerminal;
import dev.devtail.protocol.v1.ViewerRole;
import dev.devtail.session.access.Grant;
import dev.devtail.session.access.IssuedGrant;
import dev.devtail.session.access.Scope;
import java.util.Objects;

/** Grants as the protocol has them. */
final class GrantMessages {

  private GrantMessages() {}

  static NewShare share(IssuedGrant issued) {
    return NewShare.newBuilder()
        .setShare(share(issued.grant()))
        .setToken(issued.token().text())
        .build();
  }

  static Share share(Grant grant) {
    Share.Builder share =
        Share.newBuilder()
            .setId(grant.id())
            .setNote(grant.note())
            .setCreatedAt(Times.of(grant.createdAt()))
            .setExpiresAt(Times.of(grant.expiresAt()));
    if (grant.scope() instanceof Scope.OneTerminal one) {
      share.setTerminalId(one.terminalId()).setRole(role(one.role()));
    }
    if (grant.lastUsedAt() != null) {
      share.setLastUsedAt(Times.of(grant.lastUsedAt()));
    }
    return share.build();
  }

  static NewDevice device(IssuedGrant issued) {
    return NewDevice.newBuilder()
        .setDevice(device(issued.grant()))
        .setToken(issued.token().text())
        .build();
  }

  static Device device(Grant grant) {
    Device.Builder device =
        Device.newBuilder()
            .setId(grant.id())
            .setName(grant.note())
            .setCreatedAt(Times.of(grant.createdAt()))
            .setExpiresAt(Times.of(grant.expiresAt()));
    if (grant.lastUsedAt() != null) {
      device.setLastUsedAt(Times.of(grant.lastUsedAt()));
    }
    return device.build();
  }

  static NewKey key(IssuedGrant issued) {
    return NewKey.newBuilder().setKey(key(issued.grant())).setToken(issued.token().text()).build();
  }

  static ModelKey key(Grant grant) {
    ModelKey.Builder key =
        ModelKey.newBuilder()
            .setId(grant.id())
            .setName(grant.note())
            .setCreatedAt(Times.of(grant.createdAt()))
            .setExpiresAt(Times.of(grant.expiresAt()));
    if (grant.scope() instanceof Scope.Models models && models.sessionId() != null) {
      key.setSessionId(models.sessionId());
    }
    if (grant.lastUsedAt() != null) {
      key.setLastUsedAt(Times.of(grant.lastUsedAt()));
    }
    return key.build();
  }

  static VerifiedToken verified(Grant grant) {
    VerifiedToken.Builder verified =
        VerifiedToken.newBuilder().setGrantId(grant.id()).setUser(grant.user());
    return switch (grant.scope()) {
      case Scope.Everything everything ->
          verified.setEverything(Everything.getDefaultInstance()).build();
      case Scope.OneTerminal one ->
          verified
              .setTerminal(
                  SharedTerminal.newBuilder()
                      .setTerminalId(one.terminalId())
                      .setRole(role(one.role())))
              .setExpiresAt(Times.of(grant.expiresAt()))
              .build();
      case Scope.Models models ->
          verified
              .setModels(
                  ModelsOnly.newBuilder()
                      .setSessionId(Objects.requireNonNullElse(models.sessionId(), "")))
              .setExpiresAt(Times.of(grant.expiresAt()))
              .build();
    };
  }

  static Scope.OneTerminal scope(CreateShare create) {
    Scope.Role role =
        switch (create.getRole()) {
          case VIEWER_ROLE_UNSPECIFIED, VIEWER_ROLE_READ_ONLY -> Scope.Role.READ_ONLY;
          case VIEWER_ROLE_READ_WRITE -> Scope.Role.READ_WRITE;
          case UNRECOGNIZED -> throw Fault.invalid("role", "unknown", "READ_ONLY or READ_WRITE");
        };
    return new Scope.OneTerminal(create.getTerminalId(), role);
  }

  static Scope.Models scope(CreateKey create) {
    return new Scope.Models(create.getSessionId().isEmpty() ? null : create.getSessionId());
  }

  private static ViewerRole role(Scope.Role role) {
    return switch (role) {
      case READ_ONLY -> ViewerRole.VIEWER_ROLE_READ_ONLY;
      case READ_WRITE -> ViewerRole.VIEWER_ROLE_READ_WRITE;
    };
  }
}
