package dev.devtail.terminal.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.terminal.testing.VirtualLoop;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an index that fails while it is used. */
class IndexFeedTest {

  private static final SearchQuery QUERY = new SearchQuery("word");

  @TempDir Path directory;
  private final VirtualLoop clock = new VirtualLoop();
  private final List<String> log = new ArrayList<>();

  /** What the next search, or commit, fails with. */
  private @Nullable Exception failure;

  private final class FakeIndex implements RecordingIndex {

    @Override
    public void add(Recording recording, List<TextLine> lines) {}

    @Override
    public void complete(Recording recording) {}

    @Override
    public Set<String> begin() {
      return Set.of();
    }

    @Override
    public void commit() throws IOException {
      fail();
    }

    @Override
    public void remove(String recordingId) {}

    @Override
    public void abandon() {
      log.add("abandoned");
    }

    @Override
    public void discard() {
      log.add("discarded");
    }

    @Override
    public List<Hit> search(String owner, SearchQuery query, int limit) throws IOException {
      fail();
      return List.of();
    }

    @Override
    public void close() {}

    private void fail() throws IOException {
      switch (failure) {
        case null -> {}
        case IOException io -> throw io;
        case RuntimeException bug -> throw bug;
        default -> throw new IllegalArgumentException(failure);
      }
    }
  }

  private IndexFeed feed() {
    return new IndexFeed(
        new RecordingFiles(directory),
        () -> {
          log.add("opened");
          return new FakeIndex();
        },
        clock);
  }

  private void assertFails(IndexFeed feed) {
    assertThatThrownBy(() -> feed.search("ada", QUERY, 1)).isInstanceOf(IndexFailedException.class);
  }

  @Test
  void oneThatIsDamagedIsThrownAway() {
    IndexFeed feed = feed();
    failure = new IOException("checksum");
    assertFails(feed);
    failure = null;
    assertFails(feed);
    assertThat(feed.rests()).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(feed.search("ada", QUERY, 1)).isEmpty();
    assertThat(log).containsExactly("opened", "discarded", "opened");
  }

  @Test
  void oneThatCannotBeWrittenIsKeptAsItWas() {
    IndexFeed feed = feed();
    feed.search("ada", QUERY, 1);
    failure = new IOException("No space left on device");
    assertThatThrownBy(feed::commit).isInstanceOf(IndexFailedException.class);
    assertFails(feed);
    assertThat(log).containsExactly("opened", "abandoned");
  }

  @Test
  void oneThatHasClosedItselfIsKeptAsItWas() {
    IndexFeed feed = feed();
    failure = new IllegalStateException("this IndexWriter is closed");
    assertFails(feed);
    assertThat(log).containsExactly("opened", "abandoned");
  }

  /** An hour back, or on: a rest is a rest, and has an end. */
  @Test
  void aClockThatIsSetDoesNotKeepItAway() {
    IndexFeed feed = feed();
    failure = new IOException("checksum");
    assertFails(feed);
    failure = null;
    clock.jump(Duration.ofHours(-1));
    assertThat(feed.rests()).isFalse();
    assertThat(feed.search("ada", QUERY, 1)).isEmpty();
  }
}
