package dev.devtail.session.access;

/** What a token is for; its prefix says so to people and to programs that look for secrets. */
public enum GrantKind {
  /** One terminal, for anybody who has the link. */
  SHARE("dvt_share_"),
  /** Everything of its user, for one device of theirs. */
  DEVICE("dvt_device_"),
  /** Calls of models, for a coding agent or an SDK. */
  KEY("dvt_key_");

  private final String prefix;

  GrantKind(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }
}
