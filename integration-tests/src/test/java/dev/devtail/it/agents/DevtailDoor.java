package dev.devtail.it.agents;

import dev.devtail.it.RunningSuite.Running;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Provider;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** DevTail between an agent and the model that answers it, whichever it asks for. */
final class DevtailDoor implements AutoCloseable {

  private final Running suite;

  private DevtailDoor(Running suite) {
    this.suite = suite;
  }

  /**
   * @param model of the provider that answers everything
   */
  static DevtailDoor to(ProviderSimulator simulator, Provider provider, String model) {
    String name = provider.name().toLowerCase(Locale.ROOT);
    Map<String, String> settings = new HashMap<>();
    String prefix = "devtail.router.providers." + name;
    settings.put(prefix + ".base-url", simulator.url(provider).toString());
    settings.put(prefix + ".keys", ProviderSimulator.KEY);
    settings.put("devtail.router.rules[0].name", "everything");
    settings.put("devtail.router.rules[0].use", name + "/" + model);
    return new DevtailDoor(Running.start(settings));
  }

  /**
   * @param path of the base URL, as the agent wants it
   * @param asked the model that the agent asks for
   */
  Door door(String path, String asked) {
    return new Door(URI.create(suite.url() + path), suite.token(), asked);
  }

  @Override
  public void close() throws IOException {
    suite.close();
  }
}
