package dev.devtail.router.relay;

import dev.devtail.router.provider.Deployment;
import dev.devtail.router.route.ModelName;

/**
 * A model, and a way to it.
 *
 * @param maxOutputTokens that the model writes; 0 if not known
 */
record Target(Deployment deployment, ModelName model, long maxOutputTokens) {}
