package dev.devtail.bench;

import dev.devtail.client.Transport;

/** A device without a network for a time: while it lasts every attempt to connect fails. */
final class Outage implements Transport {

  private final Transport network;
  private volatile boolean lasts;

  Outage(Transport network) {
    this.network = network;
  }

  void begin() {
    lasts = true;
  }

  void end() {
    lasts = false;
  }

  @Override
  public Socket connect(Listener listener) {
    if (!lasts) {
      return network.connect(listener);
    }
    listener.onClosed("no network");
    return new Socket() {
      @Override
      public void send(byte[] message) {
        // Nothing leaves the device.
      }

      @Override
      public void close() {
        // Nothing was opened.
      }
    };
  }
}
