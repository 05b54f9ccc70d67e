package dev.devtail.syntax.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.syntax.Language;
import org.junit.jupiter.api.Test;

class DocumentsTest {

  /** Without a tree, which C frees as well. */
  private static Document document(int bytes) {
    return new Document(Language.JAVA, new byte[bytes], 0, new int[0]);
  }

  @Test
  void theLongestUnusedMakesRoom() {
    try (Documents documents = new Documents()) {
      for (int i = 0; i < Documents.MAX_DOCUMENTS; i++) {
        documents.put("d" + i, document(1));
      }
      documents.put("d0", document(2));
      documents.put("one more", document(1));
      assertThat(documents.size()).isEqualTo(Documents.MAX_DOCUMENTS);
      assertThat(documents.take("d0", Language.JAVA)).isNotNull();
      assertThat(documents.take("d1", Language.JAVA)).isNull();
    }
  }

  @Test
  void contentsAreBounded() {
    int half = (int) (Documents.MAX_BYTES / 2);
    try (Documents documents = new Documents()) {
      documents.put("a", document(half));
      documents.put("b", document(half));
      assertThat(documents.size()).isEqualTo(2);
      documents.put("c", document(1));
      assertThat(documents.take("a", Language.JAVA)).isNull();
      assertThat(documents.take("b", Language.JAVA)).isNotNull();
    }
  }

  @Test
  void whatIsPutIntoClosedOnesIsClosed() {
    Documents documents = new Documents();
    documents.close();
    documents.put("a", document(1));
    assertThat(documents.size()).isZero();
  }
}
