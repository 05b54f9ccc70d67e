package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.DeviceView;
import dev.devtail.gateway.rest.KeyView;
import dev.devtail.gateway.rest.ShareView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.ListDevices;
import dev.devtail.protocol.v1.ListKeys;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeKey;
import dev.devtail.protocol.v1.RevokeShare;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one kind that the user has given away.
 *
 * @param <V> one of them, as JSON shows it
 * @param what one is called
 * @param listedBy the command that lists them
 * @param list those that are good now, newest first
 * @param revocation the call that ends the one with an id
 */
record Grants<V>(
    String what,
    String listedBy,
    Function<Gateway, List<V>> list,
    Function<V, String> id,
    Function<String, Call.Builder> revocation) {

  /** Links that show a terminal. */
  static final Grants<ShareView> SHARES =
      new Grants<>(
          "link",
          "devtail share ls",
          gateway ->
              gateway
                  .call(Call.newBuilder().setListShares(ListShares.getDefaultInstance()))
                  .getShares()
                  .getSharesList()
                  .stream()
                  .map(ShareView::of)
                  .toList(),
          ShareView::id,
          id -> Call.newBuilder().setRevokeShare(RevokeShare.newBuilder().setShareId(id)));

  /** Paired devices. */
  static final Grants<DeviceView> DEVICES =
      new Grants<>(
          "device",
          "devtail devices ls",
          gateway ->
              gateway
                  .call(Call.newBuilder().setListDevices(ListDevices.getDefaultInstance()))
                  .getDevices()
                  .getDevicesList()
                  .stream()
                  .map(DeviceView::of)
                  .toList(),
          DeviceView::id,
          id -> Call.newBuilder().setRevokeDevice(RevokeDevice.newBuilder().setDeviceId(id)));

  /** Keys for models. */
  static final Grants<KeyView> KEYS =
      new Grants<>(
          "key",
          "devtail keys",
          gateway ->
              gateway
                  .call(Call.newBuilder().setListKeys(ListKeys.getDefaultInstance()))
                  .getKeys()
                  .getKeysList()
                  .stream()
                  .map(KeyView::of)
                  .toList(),
          KeyView::id,
          id -> Call.newBuilder().setRevokeKey(RevokeKey.newBuilder().setKeyId(id)));

  /**
   * Ends the one whose id begins so.
   *
   * @throws dev.devtail.client.DevtailException NOT_FOUND if none is meant, INVALID_ARGUMENT if
   *     several are
   */
  void revoke(Gateway gateway, String meant) {
    V grant = Meant.byId(list.apply(gateway), id, meant, what, listedBy);
    gateway.call(revocation.apply(id.apply(grant)));
  }

  /** How long ago it was used, for a table. */
  static String lastUse(@Nullable Instant time, Instant now) {
    return time == null ? "never" : ListCommand.age(Duration.between(time, now));
  }
}
