package dev.devtail.router.provider;

import dev.devtail.router.protocol.Headers;

/**
 * A POST to a provider.
 *
 * @param url with its query
 * @param body JSON
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes, that nobody compares
public record ProviderCall(String url, Headers headers, byte[] body) {}
