package dev.devtail.router.relay;

import dev.devtail.router.provider.Deployment;
import dev.devtail.router.route.ModelName;

/** A model, and a way to it. */
record Target(Deployment deployment, ModelName model) {}
