package dev.devtail.context.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.devtail.context.workspace.Workspace;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The workspaces that somebody asked of lately; each is read once for all who may see it. */
public final class LiveWorkspaces implements AutoCloseable {

  /** Workspaces; of more the one is given up that nobody asked of for the longest time. */
  static final int MAX_WORKSPACES = 64;

  private static final Duration IDLE = Duration.ofMinutes(30);

  /**
   * A user's workspace.
   *
   * @param place gRPC target of who serves its files; or what else tells places apart
   * @param directory as that one names it
   */
  public record Key(String user, String place, String directory) {}

  private final Function<Key, Workspace> open;
  private final FactsReader reader;
  private final FactsCache cache;
  private final IndexRoom room;
  private final Cache<Key, LiveWorkspace> live =
      Caffeine.newBuilder()
          .maximumSize(MAX_WORKSPACES)
          .expireAfterAccess(IDLE)
          .scheduler(Scheduler.systemScheduler())
          .evictionListener(LiveWorkspaces::givenUp)
          .build();

  /**
   * @param open where the files of a workspace come from
   * @param room for what is known of all of them
   */
  public LiveWorkspaces(
      Function<Key, Workspace> open, FactsReader reader, FactsCache cache, IndexRoom room) {
    this.open = open;
    this.reader = reader;
    this.cache = cache;
    this.room = room;
  }

  /** The workspace; its reading begins with the first question. */
  public LiveWorkspace get(Key key) {
    return live.get(
        key,
        asked ->
            new LiveWorkspace(asked.user(), name(asked), open.apply(asked), reader, cache, room));
  }

  private static void givenUp(
      @Nullable Key key, @Nullable LiveWorkspace workspace, RemovalCause cause) {
    if (workspace != null) {
      workspace.close();
    }
  }

  private static String name(Key key) {
    return key.user() + "\n" + key.place() + "\n" + key.directory();
  }

  @Override
  public void close() {
    live.asMap().values().forEach(LiveWorkspace::close);
    live.invalidateAll();
  }
}
