package dev.devtail.router.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.provider.AnswerHead;
import dev.devtail.router.route.ModelName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ResponseCacheTest {

  private static final ModelName MODEL = new ModelName("anthropic", "claude-x");

  private final AtomicLong nanos = new AtomicLong();
  private final ResponseCache cache =
      new ResponseCache(true, 10 << 20, Duration.ofMinutes(1), nanos::get);

  private static CacheKey key(String user, String body) {
    return CacheKey.of(user, CallerProtocol.MESSAGES, MODEL, body.getBytes(StandardCharsets.UTF_8));
  }

  private static CachedAnswer answer(int bytes) {
    return new CachedAnswer(new AnswerHead(200, Headers.NONE), new byte[bytes]);
  }

  @Test
  void whatMeansTheSameIsTheSame() {
    CacheKey one =
        key(
            "ada",
            """
            {"model":"a","max_tokens":5,"metadata":{"user_id":"x"},
             "system":[{"type":"text","text":"x-anthropic-billing-header: 1"},
                       {"type":"text","text":"Be brief."}],
             "messages":[{"role":"user","content":"Hi"}]}""");
    CacheKey other =
        key(
            "ada",
            """
            {"messages":[{"content":"Hi","role":"user"}],"max_tokens":5,"model":"b",
             "system":[{"text":"Be brief.","type":"text"}]}""");
    assertThat(one).isEqualTo(other);
  }

  @Test
  void whatDiffersInAnythingIsAnother() {
    CacheKey one = key("ada", "{\"max_tokens\":5,\"messages\":[]}");
    assertThat(one)
        .isNotEqualTo(key("bob", "{\"max_tokens\":5,\"messages\":[]}"))
        .isNotEqualTo(key("ada", "{\"max_tokens\":6,\"messages\":[]}"))
        .isNotEqualTo(key("ada", "{\"max_tokens\":5,\"messages\":[],\"stream\":true}"))
        .isNotEqualTo(
            CacheKey.of(
                "ada",
                CallerProtocol.MESSAGES,
                new ModelName("mirror", "claude-x"),
                "{\"max_tokens\":5,\"messages\":[]}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void answersAreKeptForAWhile() {
    CacheKey key = key("ada", "{}");
    assertThat(cache.get(key)).isEmpty();
    cache.put(key, answer(10));
    assertThat(cache.get(key)).isPresent();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(cache.get(key)).isEmpty();
  }

  @Test
  void longOnesAreNotKept() {
    cache.put(key("ada", "{}"), answer(ResponseCache.MAX_ANSWER_BYTES + 1));
    assertThat(cache.get(key("ada", "{}"))).isEmpty();
  }

  @Test
  void callsWithToolsTakePartOnlyIfTheyAskTo() {
    assertThat(cache.isFor("", false)).isTrue();
    assertThat(cache.isFor("", true)).isFalse();
    assertThat(cache.isFor("on", true)).isTrue();
    assertThat(cache.isFor("off", false)).isFalse();
    ResponseCache whoAsks = new ResponseCache(false, 1, Duration.ofMinutes(1), nanos::get);
    assertThat(whoAsks.isFor("", false)).isFalse();
    assertThat(whoAsks.isFor("on", false)).isTrue();
  }
}
