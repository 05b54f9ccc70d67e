package dev.devtail.router.config;

import dev.devtail.router.role.AddressBook;
import dev.devtail.router.role.Hook;
import dev.devtail.router.role.HookPoint;
import dev.devtail.router.role.Role;
import dev.devtail.router.role.RoleSettings;
import dev.devtail.router.role.Worker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code devtail.router.roles.*}
 *
 * @param sessionService gRPC target of session-service, that is told what happens in runs. Default:
 *     none, nobody is told.
 * @param planner who has the role where a caller names nobody; {@code editor} and {@code reviewer}
 *     likewise
 * @param hooks of all runs, called before those of callers. Default: none.
 * @param hookUrls addresses that callers may name as hooks, with all that lies below their paths.
 *     Default: none.
 * @param retention how long runs that have ended are kept. Default: 90 days.
 */
@ConfigurationProperties("devtail.router.roles")
public record RolesProperties(
    @DefaultValue("") String sessionService,
    @DefaultValue WorkerProperties planner,
    @DefaultValue WorkerProperties editor,
    @DefaultValue WorkerProperties reviewer,
    @DefaultValue List<HookProperties> hooks,
    @DefaultValue List<URI> hookUrls,
    @DefaultValue("90d") Duration retention) {

  private static final String PREFIX = "devtail.router.roles.";
  private static final int MAX_HOOKS = 100;

  public RolesProperties {
    hooks = List.copyOf(hooks);
    hookUrls = List.copyOf(hookUrls);
    require(hooks.size() <= MAX_HOOKS, "hooks", hooks.size(), "at most " + MAX_HOOKS);
    hookUrls.forEach(url -> require(isHttp(url), "hook-urls", url, "http://… or https://…"));
    require(retention.toDays() >= 1, "retention", retention, ">= 1d");
  }

  private static void require(boolean holds, String key, @Nullable Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s%s: %s (expected: %s)".formatted(PREFIX, key, value, expected));
    }
  }

  private static boolean isHttp(URI url) {
    return url.getHost() != null && List.of("http", "https").contains(url.getScheme());
  }

  RoleSettings settings() {
    return new RoleSettings(
        Map.of(
            Role.PLANNER,
            planner.worker(Role.PLANNER),
            Role.EDITOR,
            editor.worker(Role.EDITOR),
            Role.REVIEWER,
            reviewer.worker(Role.REVIEWER)),
        hooks.stream().map(HookProperties::hook).toList(),
        new AddressBook(hookUrls));
  }

  /**
   * {@code devtail.router.roles.planner.*}, {@code editor.*}, {@code reviewer.*}
   *
   * @param model Default: none, callers have to name one.
   * @param template of its instructions. Default: {@code roles/planner} and so on.
   */
  public record WorkerProperties(
      @DefaultValue("") String model, @DefaultValue("") String template) {

    private Worker worker(Role role) {
      return new Worker(model, template.isEmpty() ? "roles/" + role.label() : template);
    }
  }

  /**
   * {@code devtail.router.roles.hooks[N].*}
   *
   * @param at {@code before-plan}, {@code after-plan}, {@code before-edit}, {@code after-edit},
   *     {@code before-review} or {@code after-review}. Required.
   * @param command run by {@code /bin/sh} in the workspace; or else
   * @param url that the step is sent to
   * @param timeLimit Default: 60 s. At most 10 min.
   */
  public record HookProperties(
      HookPoint at,
      @Nullable String command,
      @Nullable URI url,
      @DefaultValue("60s") Duration timeLimit) {

    public HookProperties {
      require(at != null, "hooks.at", at, "before-plan, after-edit and so on");
      require((command == null) != (url == null), "hooks", at, "a command or a url");
      require(url == null || isHttp(url), "hooks.url", url, "http://… or https://…");
      require(
          timeLimit.isPositive() && timeLimit.compareTo(Hook.MAX_TIME_LIMIT) <= 0,
          "hooks.time-limit",
          timeLimit,
          "up to 10m");
    }

    private Hook hook() {
      Hook.Action action =
          url == null
              ? new Hook.Action.Command(String.valueOf(command))
              : new Hook.Action.Address(url);
      return new Hook(at, action, timeLimit);
    }
  }
}
