package dev.devtail.kit.workspace;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Files whose name says that they hold keys or passwords. */
final class SecretNames {

  private static final Set<String> NAMES =
      Set.of(
          ".env",
          ".envrc",
          ".netrc",
          "_netrc",
          ".pgpass",
          ".htpasswd",
          ".npmrc",
          ".pypirc",
          ".git-credentials",
          ".dockercfg",
          ".vault-token",
          "credentials",
          "credentials.json",
          "client_secret.json",
          "secring.gpg",
          "id_rsa",
          "id_dsa",
          "id_ecdsa",
          "id_ed25519",
          "kubeconfig");

  private static final List<String> ENDINGS =
      List.of(
          ".pem",
          ".key",
          ".p12",
          ".pfx",
          ".p8",
          ".jks",
          ".keystore",
          ".kdbx",
          ".ppk",
          ".ovpn",
          ".tfstate",
          ".env");

  /** What is written to be read by everybody. */
  private static final List<String> EXAMPLES =
      List.of(".example", ".sample", ".template", ".dist", ".defaults");

  private SecretNames() {}

  static boolean isOne(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (EXAMPLES.stream().anyMatch(name::endsWith)) {
      return false;
    }
    return NAMES.contains(name)
        || name.startsWith(".env.")
        || ENDINGS.stream().anyMatch(name::endsWith);
  }
}
