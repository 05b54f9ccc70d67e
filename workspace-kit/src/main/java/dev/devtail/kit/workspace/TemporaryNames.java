package dev.devtail.kit.workspace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** What files and directories are called until they are whole. */
public final class TemporaryNames {

  private static final Pattern NAME = Pattern.compile("\\.devtail-[0-9a-f]{16}\\.tmp");

  private TemporaryNames() {}

  /** One that nobody has. */
  public static String next() {
    long random = ThreadLocalRandom.current().nextLong();
    return ".devtail-" + HexFormat.of().toHexDigits(random) + ".tmp";
  }

  public static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }
}
