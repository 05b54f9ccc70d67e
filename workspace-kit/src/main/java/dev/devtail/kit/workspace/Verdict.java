package dev.devtail.kit.workspace;

import dev.devtail.kit.workspace.Omission.Cause;
import java.util.List;
import java.util.Optional;

/** What a look into a file has told. */
sealed interface Verdict {

  /**
   * It is given.
   *
   * @param hash of what is given
   * @param bytes of what is given
   * @param secrets names of the rules by which something is blotted out, each once
   */
  record Text(FileHash hash, long bytes, List<String> secrets) implements Verdict {

    /** What is to be said of it although it is given. */
    Optional<Omission> omission(String path) {
      return secrets.isEmpty()
          ? Optional.empty()
          : Optional.of(new Omission(path, Cause.SECRET_BLOTTED_OUT, String.join(", ", secrets)));
    }
  }

  /** It is kept out. */
  record Out(Cause cause, String detail) implements Verdict {}
}
