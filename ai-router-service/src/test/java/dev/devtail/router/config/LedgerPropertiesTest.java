package dev.devtail.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.router.budget.AtCap;
import dev.devtail.router.budget.Budget;
import dev.devtail.router.budget.BudgetScope;
import dev.devtail.router.budget.Period;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

class LedgerPropertiesTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "devtail.router.database.url", "r2dbc:postgresql://db.example.org/devtail",
          "devtail.router.database.username", "devtail",
          "devtail.router.journal-directory", "/var/lib/devtail/journal");

  private static LedgerProperties bind(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(REQUIRED);
    all.putAll(more);
    return new Binder(
            List.of(new MapConfigurationPropertySource(all)),
            null,
            ApplicationConversionService.getSharedInstance())
        .bind("devtail.router", LedgerProperties.class)
        .get();
  }

  @Test
  void hasDefaults() {
    LedgerProperties properties = bind(Map.of());
    assertThat(properties.journalMax().toMegabytes()).isEqualTo(256);
    assertThat(properties.callRetention()).isEqualTo(Duration.ofDays(90));
    assertThat(properties.operatorBudgets()).isEmpty();
    assertThat(properties.databaseSettings().schema().name()).isEqualTo("devtail_router");
  }

  @Test
  void anOperatorsBudgetIsTheSameEverywhere() {
    Map<String, String> budget =
        Map.of(
            "devtail.router.budgets[0].cap-usd", "2.50",
            "devtail.router.budgets[0].scope", "each-session",
            "devtail.router.budgets[0].period", "month",
            "devtail.router.budgets[0].time-zone", "Europe/Berlin");
    Budget one = bind(budget).operatorBudgets().getFirst();
    assertThat(one).isEqualTo(bind(budget).operatorBudgets().getFirst());
    assertThat(one)
        .isEqualTo(
            new Budget(
                one.id(),
                Optional.empty(),
                new BudgetScope.EachSession(),
                new Period(Period.Unit.MONTH, ZoneId.of("Europe/Berlin")),
                new BigDecimal("2.50"),
                new BigDecimal("0.8"),
                AtCap.STOP,
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "database.url, jdbc:postgresql://db/devtail",
    "journal-directory, relative/journal",
    "journal-max, 0B",
    "call-retention, 23h",
    "call-retention, 1001d",
    "sum-retention, 1h",
    "reservation-lifetime, 0s"
  })
  void refusesWhatCannotBeAndNamesTheKey(String key, String value) {
    assertThatThrownBy(() -> bind(Map.of("devtail.router." + key, value)))
        .isInstanceOf(BindException.class)
        .rootCause()
        .hasMessageContaining("devtail.router." + key)
        .hasMessageContaining("expected");
  }

  @Test
  void refusesBudgetsThatCannotBe() {
    Map<String, String> twice =
        Map.of(
            "devtail.router.budgets[0].cap-usd", "1",
            "devtail.router.budgets[1].cap-usd", "2");
    assertThatThrownBy(() -> bind(twice)).rootCause().hasMessageContaining("one for each scope");
    assertThatThrownBy(() -> bind(Map.of("devtail.router.budgets[0].scope", "user")))
        .rootCause()
        .hasMessageContaining("cap-usd");
  }
}
