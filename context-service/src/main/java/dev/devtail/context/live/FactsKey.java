package dev.devtail.context.live;

import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.WorkspaceFile;
import dev.devtail.syntax.Language;

/** What facts depend on: a content, and the language that it is read as. */
public record FactsKey(ContentHash hash, Language language) {

  static FactsKey of(WorkspaceFile file) {
    return new FactsKey(file.hash(), Language.of(file.path()));
  }
}
