package dev.devtail.session.access;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as its holder has it: {@code dvt_share_<id>_<secret>}, {@code dvt_device_<id>_<secret>}
 * or {@code dvt_key_<id>_<secret>}.
 *
 * @param id names the grant; no secret
 * @param secret kept nowhere but with its holder
 */
public record GrantToken(GrantKind kind, String id, String secret) {

  private static final int ID_BYTES = 12;
  private static final int SECRET_BYTES = 32;

  /** 12 bytes in hexadecimal, 32 bytes in Base64. */
  private static final Pattern REST = Pattern.compile("([0-9a-f]{24})_([0-9A-Za-z_-]{43})");

  /**
   * @param random must not be predictable
   */
  static GrantToken create(GrantKind kind, RandomGenerator random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new GrantToken(
        kind,
        HexFormat.of().formatHex(id),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Empty if it is no such token. */
  static Optional<GrantToken> parse(String text) {
    return Arrays.stream(GrantKind.values())
        .filter(kind -> text.startsWith(kind.prefix()))
        .findFirst()
        .flatMap(
            kind -> {
              Matcher rest = REST.matcher(text.substring(kind.prefix().length()));
              return rest.matches()
                  ? Optional.of(new GrantToken(kind, rest.group(1), rest.group(2)))
                  : Optional.empty();
            });
  }

  /** The whole token, for whoever it is made for. */
  public String text() {
    return kind.prefix() + id + "_" + secret;
  }

  @Override
  public String toString() {
    return kind.prefix() + id + "_(secret)";
  }
}
