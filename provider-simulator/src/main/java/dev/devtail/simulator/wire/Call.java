package dev.devtail.simulator.wire;

import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * A request, its body read.
 *
 * @param path behind the provider's own
 * @param query behind the question mark; empty if there is none
 * @param header value of a header by its name in lower case; empty if it is not there
 * @param strict whether unknown fields are refused
 */
public record Call(
    String path, String query, UnaryOperator<String> header, JsonNode body, boolean strict) {}
