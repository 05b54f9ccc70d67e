package dev.devtail.router.role;

import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Calls hooks over HTTP. */
public interface HookAddresses {

  /**
   * @param json of the step
   * @return fails if there is no answer in time; the message says why
   */
  Mono<Answer> post(URI url, byte[] json, Duration timeLimit);

  /**
   * @param status of HTTP
   * @param body its first part
   */
  record Answer(int status, String body) {}
}
