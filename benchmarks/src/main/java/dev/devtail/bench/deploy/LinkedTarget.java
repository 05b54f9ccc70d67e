package dev.devtail.bench.deploy;

import dev.devtail.bench.link.Link;
import dev.devtail.bench.link.LinkProxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A target behind a simulated network. Owns both. */
public final class LinkedTarget implements Target {

  private final Target target;
  private final LinkProxy proxy;

  /**
   * @param seed of what is random about the network
   */
  public LinkedTarget(Target target, Link link, long seed) {
    this.target = target;
    URI url = target.url();
    if (!"http".equals(url.getScheme()) || url.getPort() < 0) {
      throw new IllegalArgumentException(
          "--link: %s (expected: http://HOST:PORT; TLS is not simulated)".formatted(url));
    }
    proxy = new LinkProxy(link, new InetSocketAddress(url.getHost(), url.getPort()), seed);
  }

  @Override
  public URI url() {
    return URI.create(
        "http://%s:%d"
            .formatted(proxy.address().getAddress().getHostAddress(), proxy.address().getPort()));
  }

  @Override
  public String token() {
    return target.token();
  }

  @Override
  public List<ChildJvm> jvms() {
    return target.jvms();
  }

  @Override
  public Optional<ChildJvm> gateway() {
    return target.gateway();
  }

  @Override
  public Optional<ChildJvm> terminalService() {
    return target.terminalService();
  }

  @Override
  public boolean hasOwnGateway() {
    return target.hasOwnGateway();
  }

  @Override
  public void replaceGateway() {
    target.replaceGateway();
  }

  @Override
  public void awaitReady() {
    target.awaitReady();
  }

  @Override
  public void close() {
    proxy.close();
    target.close();
  }
}
