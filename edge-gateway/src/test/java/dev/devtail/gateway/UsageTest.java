package dev.devtail.gateway;

import static dev.devtail.gateway.ExpectedProblem.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.devtail.gateway.fakes.FakeUsageService;
import dev.devtail.protocol.v1.AllowMore;
import dev.devtail.protocol.v1.Budget;
import dev.devtail.protocol.v1.BudgetAtCap;
import dev.devtail.protocol.v1.BudgetPeriod;
import dev.devtail.protocol.v1.BudgetScope;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.DeleteBudget;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.ListBudgets;
import dev.devtail.protocol.v1.ListModelCalls;
import dev.devtail.protocol.v1.ModelCallFilter;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.SetBudget;
import dev.devtail.protocol.v1.UsageGrouping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Usage and budgets, by REST and over the connection. */
@ExtendWith(RunningGateway.Shared.class)
class UsageTest {

  private final RunningGateway gateway;
  private final WebTestClient owner;

  UsageTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.owner = gateway.http(RunningGateway.TOKEN);
  }

  private List<String> lines(String uri, MediaType... accepted) {
    byte[] body =
        owner
            .get()
            .uri(uri)
            .accept(accepted)
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentTypeCompatibleWith("text/csv")
            .expectBody()
            .returnResult()
            .getResponseBody();
    assertThat(body).isNotNull();
    return List.of(new String(body, StandardCharsets.UTF_8).split("\r\n"));
  }

  @Test
  void sumsAreExact() {
    owner
        .get()
        .uri("/v1/usage?by=model,day&zone=Europe/Berlin&from=2026-11-01T00:00:00Z&session=s1")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.sums[0].costUsd")
        .isEqualTo("0.000000000000000001")
        .jsonPath("$.sums[0].tokens.output")
        .isEqualTo(20)
        .jsonPath("$.total.unknownCosts")
        .isEqualTo(1)
        .jsonPath("$.total.start")
        .doesNotExist();
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(
            GetUsage.newBuilder()
                .setFilter(
                    ModelCallFilter.newBuilder()
                        .setSessionId("s1")
                        .setFrom(Timestamp.newBuilder().setSeconds(1_793_491_200)))
                .addGroupBy(UsageGrouping.USAGE_GROUPING_MODEL)
                .addGroupBy(UsageGrouping.USAGE_GROUPING_DAY)
                .setTimeZone("Europe/Berlin")
                .build());
    assertThat(gateway.services.asked).last().isEqualTo("GetUsage s1 by ada");
  }

  @Test
  void sumsAsCsvAreQuoted() {
    assertThat(lines("/v1/usage?by=model", MediaType.valueOf("text/csv")))
        .hasSize(2)
        .last()
        .asString()
        .contains(",\"anthropic/opus, the \"\"large\"\"\",,3,1,10,0,0,0,20,")
        .endsWith(",0.000000000000000001,1");
  }

  @Test
  void callsAreListedInPartsAndAsCsvAllOfThem() {
    owner
        .get()
        .uri("/v1/usage/calls?limit=2&behind=7")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.calls.length()")
        .isEqualTo(2)
        .jsonPath("$.calls[0].id")
        .isEqualTo("call-7")
        .jsonPath("$.calls[0].outcome")
        .isEqualTo("done")
        .jsonPath("$.next")
        .isEqualTo("9");
    List<String> lines = lines("/v1/usage/calls?format=csv");
    assertThat(lines).hasSize(1 + FakeUsageService.CALLS);
    assertThat(lines.get(1)).startsWith("call-0,").contains(",'=cmd(),").contains(",0.25,done,");
    assertThat(lines.getLast()).as("a cost nobody knows").contains(",0,,done,1,,900");
    assertThat(gateway.services.asked).hasSize(4);
  }

  @Test
  void budgetsAreSetAllowedAndDeleted() {
    owner
        .put()
        .uri("/v1/budgets")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(
            "{\"capUsd\":\"5.00\",\"scope\":\"each_session\",\"period\":\"month\",\"atCap\":\"stop\"}")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.accounts[0].spentUsd")
        .isEqualTo("1.25");
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(
            SetBudget.newBuilder()
                .setBudget(
                    Budget.newBuilder()
                        .setScope(BudgetScope.BUDGET_SCOPE_EACH_SESSION)
                        .setPeriod(BudgetPeriod.BUDGET_PERIOD_MONTH)
                        .setAtCap(BudgetAtCap.BUDGET_AT_CAP_STOP)
                        .setCapUsd("5.00"))
                .build());
    owner
        .post()
        .uri("/v1/budgets/{id}/allowances", FakeUsageService.BUDGET)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue("{\"amountUsd\":\"2\"}")
        .exchange()
        .expectStatus()
        .isOk();
    owner
        .delete()
        .uri("/v1/budgets/{id}", FakeUsageService.BUDGET)
        .exchange()
        .expectStatus()
        .isNoContent();
    owner
        .get()
        .uri("/v1/budgets")
        .exchange()
        .expectBody()
        .jsonPath("$[0].capUsd")
        .isEqualTo("5")
        .jsonPath("$[0].end")
        .doesNotExist();
    assertThat(gateway.services.asked).hasSize(4);
  }

  @Test
  void whatIsWrongIsNamed() {
    problem(owner.get().uri("/v1/usage?by=colour").exchange(), 400, "INVALID_ARGUMENT");
    problem(owner.get().uri("/v1/usage?session=down").exchange(), 503, "UNAVAILABLE");
    problem(
        owner
            .put()
            .uri("/v1/budgets")
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue("{}")
            .exchange(),
        400,
        "INVALID_ARGUMENT");
  }

  @Test
  void allOfItWorksOverTheConnection() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      assertThat(call(client, 1, call -> call.setGetUsage(GetUsage.getDefaultInstance())))
          .matches(Reply::hasUsage);
      assertThat(
              call(client, 2, call -> call.setListModelCalls(ListModelCalls.getDefaultInstance())))
          .matches(reply -> reply.getModelCalls().getCallsCount() == 100);
      assertThat(call(client, 3, call -> call.setListBudgets(ListBudgets.getDefaultInstance())))
          .matches(reply -> reply.getBudgets().getBudgetsCount() == 1);
      assertThat(
              call(
                  client,
                  4,
                  call ->
                      call.setSetBudget(
                          SetBudget.newBuilder()
                              .setBudget(
                                  Budget.newBuilder()
                                      .setScope(BudgetScope.BUDGET_SCOPE_USER)
                                      .setPeriod(BudgetPeriod.BUDGET_PERIOD_DAY)
                                      .setCapUsd("1")))))
          .matches(Reply::hasBudget);
      assertThat(
              call(
                  client,
                  5,
                  call ->
                      call.setAllowMore(
                          AllowMore.newBuilder()
                              .setBudgetId(FakeUsageService.BUDGET)
                              .setAmountUsd("1"))))
          .matches(Reply::hasBudget);
      assertThat(
              call(
                  client,
                  6,
                  call ->
                      call.setDeleteBudget(
                          DeleteBudget.newBuilder().setBudgetId(FakeUsageService.BUDGET))))
          .matches(Reply::hasDone);
    }
  }

  private static Reply call(EdgeClient client, int id, UnaryOperator<Call.Builder> operation) {
    return client.call(operation.apply(Call.newBuilder().setId(id)));
  }
}
