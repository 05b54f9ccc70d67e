package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.devtail.gateway.backend.AccessBackend;
import dev.devtail.protocol.v1.ListDevices;
import dev.devtail.protocol.v1.ListKeys;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.PairDevice;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeKey;
import dev.devtail.protocol.v1.RevokeShare;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Shares, devices and keys by REST; {@code openapi.yaml} beside this describes them. */
public final class AccessRoutes {

  private final AccessBackend access;

  public AccessRoutes(AccessBackend access) {
    this.access = access;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/v1/shares", this::listShares)
        .POST("/v1/shares", this::createShare)
        .DELETE("/v1/shares/{id}", this::revokeShare)
        .GET("/v1/devices", this::listDevices)
        .POST("/v1/devices", this::pairDevice)
        .DELETE("/v1/devices/{id}", this::revokeDevice)
        .GET("/v1/keys", this::listKeys)
        .POST("/v1/keys", this::createKey)
        .DELETE("/v1/keys/{id}", this::revokeKey)
        .filter(Problems.filter())
        .build();
  }

  private Mono<ServerResponse> listShares(ServerRequest request) {
    return RestRoutes.user(request)
        .flatMap(user -> access.listShares(user, ListShares.getDefaultInstance()))
        .map(list -> list.getSharesList().stream().map(ShareView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> createShare(ServerRequest request) {
    return Mono.zip(RestRoutes.user(request), request.bodyToMono(Requests.NewShare.class))
        .flatMap(given -> access.createShare(given.getT1(), given.getT2().toMessage()))
        .map(made -> new ShareView.New(ShareView.of(made.getShare()), made.getToken()))
        .flatMap(view -> RestRoutes.created("/v1/shares/" + view.share().id(), view))
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> revokeShare(ServerRequest request) {
    RevokeShare revoke = RevokeShare.newBuilder().setShareId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> access.revokeShare(user, revoke))
        .flatMap(done -> ServerResponse.noContent().build());
  }

  private Mono<ServerResponse> listDevices(ServerRequest request) {
    return RestRoutes.user(request)
        .flatMap(user -> access.listDevices(user, ListDevices.getDefaultInstance()))
        .map(list -> list.getDevicesList().stream().map(DeviceView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> pairDevice(ServerRequest request) {
    return Mono.zip(RestRoutes.user(request), request.bodyToMono(Requests.NewDevice.class))
        .flatMap(
            given ->
                access.pairDevice(
                    given.getT1(),
                    PairDevice.newBuilder().setName(Requests.text(given.getT2().name())).build()))
        .map(made -> new DeviceView.New(DeviceView.of(made.getDevice()), made.getToken()))
        .flatMap(view -> RestRoutes.created("/v1/devices/" + view.device().id(), view))
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> revokeDevice(ServerRequest request) {
    RevokeDevice revoke = RevokeDevice.newBuilder().setDeviceId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> access.revokeDevice(user, revoke))
        .flatMap(done -> ServerResponse.noContent().build());
  }

  private Mono<ServerResponse> listKeys(ServerRequest request) {
    return RestRoutes.user(request)
        .flatMap(user -> access.listKeys(user, ListKeys.getDefaultInstance()))
        .map(list -> list.getKeysList().stream().map(KeyView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> createKey(ServerRequest request) {
    return Mono.zip(RestRoutes.user(request), request.bodyToMono(Requests.NewKey.class))
        .flatMap(given -> access.createKey(given.getT1(), given.getT2().toMessage()))
        .map(made -> new KeyView.New(KeyView.of(made.getKey()), made.getToken()))
        .flatMap(view -> RestRoutes.created("/v1/keys/" + view.key().id(), view))
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> revokeKey(ServerRequest request) {
    RevokeKey revoke = RevokeKey.newBuilder().setKeyId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> access.revokeKey(user, revoke))
        .flatMap(done -> ServerResponse.noContent().build());
  }
}
