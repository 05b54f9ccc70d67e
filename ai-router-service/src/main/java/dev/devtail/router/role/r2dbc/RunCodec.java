package dev.devtail.router.role.r2dbc;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.devtail.router.role.Hook;
import dev.devtail.router.role.RunSpec;
import dev.devtail.router.role.Spending;
import dev.devtail.router.role.Step;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was asked for, and steps, as JSON in the database: the names of records' components are
 * names there, and stay.
 */
final class RunCodec {

  /** Told apart by what they have. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({
    @JsonSubTypes.Type(Hook.Action.Command.class),
    @JsonSubTypes.Type(Hook.Action.Address.class)
  })
  private interface Actions {}

  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(Hook.Action.class, Actions.class).build();

  private RunCodec() {}

  static String encode(RunSpec spec) {
    return JSON.writeValueAsString(spec);
  }

  static RunSpec spec(String json) {
    return JSON.readValue(json, RunSpec.class);
  }

  static String encode(Step step) {
    return JSON.writeValueAsString(step);
  }

  static Step step(String json) {
    return JSON.readValue(json, Step.class);
  }

  /**
   * @param json an array of those of steps
   */
  static Spending spending(String json) {
    return List.of(JSON.readValue(json, Spending[].class)).stream()
        .reduce(Spending.NONE, Spending::plus);
  }
}
