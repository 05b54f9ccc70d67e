package dev.devtail.router.protocol;

/**
 * A field of an HTTP message's head.
 *
 * @param name in lower case
 */
public record Header(String name, String value) {}
