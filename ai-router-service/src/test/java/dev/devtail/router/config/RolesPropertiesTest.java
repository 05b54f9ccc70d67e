package dev.devtail.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.router.role.Hook;
import dev.devtail.router.role.HookPoint;
import dev.devtail.router.role.Role;
import dev.devtail.router.role.RoleSettings;
import dev.devtail.router.role.Worker;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

class RolesPropertiesTest {

  private static final String PREFIX = "devtail.router.roles.";

  private static RolesProperties bind(Map<String, String> values) {
    Map<String, String> all = new HashMap<>();
    values.forEach((key, value) -> all.put(PREFIX + key, value));
    return new Binder(
            List.of(new MapConfigurationPropertySource(all)),
            null,
            ApplicationConversionService.getSharedInstance())
        .bindOrCreate("devtail.router.roles", RolesProperties.class);
  }

  @Test
  void hasDefaults() {
    RoleSettings settings = bind(Map.of()).settings();
    assertThat(settings.workers())
        .isEqualTo(
            Map.of(
                Role.PLANNER, new Worker("", "roles/planner"),
                Role.EDITOR, new Worker("", "roles/editor"),
                Role.REVIEWER, new Worker("", "roles/reviewer")));
    assertThat(settings.hooks()).isEmpty();
    assertThat(settings.callersAddresses().permits(URI.create("https://example.org/"))).isFalse();
  }

  @Test
  void isReadAsTheOperationsGuideSays() {
    RoleSettings settings =
        bind(Map.of(
                "editor.model", "anthropic/claude-sonnet-4-5",
                "editor.template", "mine/editor@2",
                "hooks[0].at", "after-edit",
                "hooks[0].command", "make test",
                "hooks[0].time-limit", "5m",
                "hooks[1].at", "before-plan",
                "hooks[1].url", "https://ci.example.org/hook",
                "hook-urls", "https://ci.example.org/callers"))
            .settings();
    assertThat(settings.workers())
        .containsEntry(Role.EDITOR, new Worker("anthropic/claude-sonnet-4-5", "mine/editor@2"));
    assertThat(settings.hooks())
        .containsExactly(
            new Hook(
                HookPoint.AFTER_EDIT, new Hook.Action.Command("make test"), Duration.ofMinutes(5)),
            new Hook(
                HookPoint.BEFORE_PLAN,
                new Hook.Action.Address(URI.create("https://ci.example.org/hook")),
                Duration.ofSeconds(60)));
    assertThat(settings.callersAddresses().permits(URI.create("https://ci.example.org/callers/a")))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "hooks[0].command,make,devtail.router.roles.hooks.at: null",
    "hooks[0].at,after-edit,devtail.router.roles.hooks: AFTER_EDIT (expected: a command or a url)",
    "hook-urls,ftp://example.org,devtail.router.roles.hook-urls: ftp://example.org",
    "retention,1h,devtail.router.roles.retention: PT1H"
  })
  void refusesWhatCannotWork(String key, String value, String message) {
    assertThatThrownBy(() -> bind(Map.of(key, value)))
        .isInstanceOf(BindException.class)
        .rootCause()
        .hasMessageStartingWith(message);
  }

  @Test
  void aHookMayNotTakeForever() {
    assertThatThrownBy(
            () ->
                bind(
                    Map.of(
                        "hooks[0].at", "after-edit",
                        "hooks[0].command", "make",
                        "hooks[0].time-limit", "11m")))
        .rootCause()
        .hasMessageContaining("hooks.time-limit: PT11M (expected: up to 10m)");
  }
}
