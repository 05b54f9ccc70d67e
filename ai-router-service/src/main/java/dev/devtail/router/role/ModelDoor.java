package dev.devtail.router.role;

import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The way to the models. */
public interface ModelDoor {

  /**
   * Who may answer a model of that name in that role.
   *
   * @return at least one; fails with a {@link dev.devtail.kit.fault.Fault} INVALID_ARGUMENT that
   *     says why if there is nobody
   */
  Mono<List<Candidate>> candidates(String user, String session, Role role, String model);

  /**
   * Asks the role's model, and waits for all of its answer.
   *
   * @param request of Anthropic's Messages, without model and bounds
   */
  Mono<Reply> ask(RunSpec run, Role role, ObjectNode request);

  /**
   * @param model {@code provider/model}
   * @param priced whether what it costs is known
   */
  record Candidate(String model, boolean priced) {}

  /** What came of a call. */
  sealed interface Reply {

    /**
     * It was answered.
     *
     * @param model {@code provider/model} that answered
     * @param content blocks of Anthropic's Messages, as they are to be handed back
     * @param cost empty if it is not known
     */
    record Answered(String model, ArrayNode content, Usage usage, Optional<BigDecimal> cost)
        implements Reply {}

    /** The answer was cut off; another try may help. */
    record Broken(String reason, String model, Usage usage, Optional<BigDecimal> cost)
        implements Reply {}

    /**
     * Nobody could answer now; another try may help.
     *
     * @param pause before it
     */
    record Later(String reason, Duration pause) implements Reply {}

    /** A budget of the user's did not let it begin. */
    record NoMoney(String reason) implements Reply {}

    /** Nobody has answered, and nobody will. */
    record Refused(String reason) implements Reply {}
  }
}
