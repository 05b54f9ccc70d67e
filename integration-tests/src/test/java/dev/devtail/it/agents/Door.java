package dev.devtail.it.agents;

import java.net.URI;

/**
 * Where an agent finds its model.
 *
 * @param url as the agent is configured with it
 * @param model that it is to ask for
 */
record Door(URI url, String key, String model) {}
