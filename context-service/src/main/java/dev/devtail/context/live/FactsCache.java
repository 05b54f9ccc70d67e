package dev.devtail.context.live;

import dev.devtail.context.index.FileFacts;
import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Keeps what is known of contents, over restarts, for all branches and sessions of a user. May
 * forget anything.
 */
public interface FactsCache {

  /** Keeps nothing. */
  FactsCache NONE =
      new FactsCache() {
        @Override
        public Mono<Map<FactsKey, FileFacts>> find(String user, Collection<FactsKey> keys) {
          return Mono.just(Map.of());
        }

        @Override
        public Mono<Void> keep(String user, Map<FactsKey, FileFacts> facts) {
          return Mono.empty();
        }
      };

  /** Those that are there. */
  Mono<Map<FactsKey, FileFacts>> find(String user, Collection<FactsKey> keys);

  Mono<Void> keep(String user, Map<FactsKey, FileFacts> facts);
}
