package dev.devtail.router.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.router.role.HookResult.Verdict;
import dev.devtail.router.role.ModelDoor.Reply;
import dev.devtail.router.role.RunState.Ended;
import dev.devtail.router.role.RunState.Ending;
import dev.devtail.router.usage.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class AgentRunsTest {

  @TempDir private Path directory;

  private RunFixture fixture() {
    return new RunFixture(directory);
  }

  private String file(String path) throws IOException {
    return Files.readString(directory.resolve(path));
  }

  private static List<Deed> deeds(Run run) {
    return run.steps().stream().map(Step::deed).toList();
  }

  @Test
  void planIsEditedAndApproved() throws IOException {
    RunFixture fixture = fixture();
    fixture.door.plans().writes("a/b.txt", "one\ntwo\n").finishes().approves();

    Run run = fixture.run();

    assertThat(run.state()).isEqualTo(new Ended(Ending.APPROVED, "Good."));
    assertThat(deeds(run)).containsExactly(Deed.PLANNED, Deed.EDITED, Deed.APPROVED);
    assertThat(run.steps().get(1).changes())
        .containsExactly(new FileChange("a/b.txt", FileChange.Kind.ADDED, 2, 0));
    assertThat(run.spending().cost()).isEqualByComparingTo("0.04");
    assertThat(file("a/b.txt")).isEqualTo("one\ntwo\n");
    assertThat(fixture.events)
        .containsExactly(
            "started",
            "1 planner 1",
            "1 planned",
            "2 editor 1",
            "2 edited",
            "3 reviewer 1",
            "3 approved",
            "APPROVED");
  }

  @Test
  void editorIsToldThePlanAndReviewerSeesTheDiff() throws IOException {
    Files.writeString(directory.resolve("a.txt"), "one\ntwo\n");
    RunFixture fixture = fixture();
    fixture
        .door
        .plans()
        .calls(Role.EDITOR, "read_file", "{\"path\": \"./a.txt\"}")
        .calls(
            Role.EDITOR,
            "replace_in_file",
            "{\"path\": \"a.txt\", \"old_text\": \"two\", \"new_text\": \"three\"}")
        .finishes()
        .approves();

    Run run = fixture.run();

    assertThat(fixture.door.asked().get(1))
        .contains("# Plan\\n\\nMend it.", "You are roles/editor");
    assertThat(fixture.door.last()).contains("-two", "+three", "a/a.txt");
    assertThat(run.steps().get(1).changes())
        .containsExactly(new FileChange("a.txt", FileChange.Kind.CHANGED, 1, 1));
    assertThat(file("a.txt")).isEqualTo("one\nthree\n");
  }

  @Test
  void reviewerSendsBackUntilTheRoundsAreUsedUp() {
    RunFixture fixture = fixture().rounds(2);
    fixture.door.plans().finishes().sendsBack("No good.").finishes().sendsBack("Still no good.");

    Run run = fixture.run();

    assertThat(run.state()).isEqualTo(new Ended(Ending.REJECTED, "Still no good."));
    assertThat(run.steps()).extracting(Step::round).containsExactly(1, 1, 1, 2, 2);
    assertThat(fixture.door.asked().get(3)).contains("No good.");
  }

  @Test
  void hookThatBlocksIsMendedByTheEditor() throws IOException {
    RunFixture fixture =
        fixture().hook(HookPoint.AFTER_EDIT, "grep -q right a.txt || { echo Wrong. >&2; exit 2; }");
    fixture
        .door
        .plans()
        .writes("a.txt", "wrong\n")
        .finishes()
        .calls(Role.EDITOR, "write_file", "{\"path\": \"a.txt\", \"content\": \"right\\n\"}")
        .finishes()
        .approves();

    Run run = fixture.run();

    assertThat(run.state()).isEqualTo(new Ended(Ending.APPROVED, "Good."));
    assertThat(run.steps())
        .extracting(Step::number, step -> step.hooks().size())
        .containsExactly(
            Tuple.tuple(1, 0), Tuple.tuple(2, 1), Tuple.tuple(3, 1), Tuple.tuple(4, 0));
    assertThat(run.steps().get(1).hooks().getFirst().verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(run.steps().get(2).hooks().getFirst().verdict()).isEqualTo(Verdict.PASSED);
    assertThat(fixture.door.asked().get(3)).contains("# What has to be mended", "Wrong.");
    assertThat(file("a.txt")).isEqualTo("right\n");
  }

  @Test
  void hookThatBlocksToTheLastRoundEndsTheRun() {
    RunFixture fixture = fixture().rounds(2).hook(HookPoint.AFTER_EDIT, "exit 2");
    fixture.door.plans().finishes().finishes();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.BLOCKED);
    assertThat(RunFixture.state(run).reason()).isEqualTo("after-edit `exit 2`: exit 2");
    assertThat(deeds(run)).containsExactly(Deed.PLANNED, Deed.EDITED, Deed.EDITED);
  }

  @Test
  void hookThatBlocksThePlannerEndsTheRunBeforeAnyModelIsAsked() {
    RunFixture fixture = fixture().hook(HookPoint.BEFORE_PLAN, "echo Not now. >&2; exit 2");

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.BLOCKED);
    assertThat(deeds(run)).containsExactly(Deed.NOTHING);
    assertThat(run.steps().getFirst().text()).contains("Not now.");
    assertThat(fixture.door.asked()).isEmpty();
  }

  @Test
  void hookThatBlocksThePlanLetsThePlannerPlanAnew() {
    RunFixture fixture =
        fixture().hook(HookPoint.AFTER_PLAN, "grep -q Better || { echo Too short. >&2; exit 2; }");
    fixture
        .door
        .plans()
        .calls(Role.PLANNER, "submit_plan", "{\"plan\": \"Better.\"}")
        .finishes()
        .approves();

    Run run = fixture.run();

    assertThat(deeds(run)).containsExactly(Deed.PLANNED, Deed.PLANNED, Deed.EDITED, Deed.APPROVED);
    assertThat(fixture.door.asked().get(1)).contains("Too short.");
    assertThat(fixture.door.asked().get(2)).contains("Better.").doesNotContain("Mend it.");
  }

  @Test
  void hookBeforeTheReviewSendsBackToTheEditor() {
    RunFixture fixture =
        fixture()
            .hook(
                HookPoint.BEFORE_REVIEW,
                "test -e seen || { touch seen; echo Tests fail. >&2; exit 2; }");
    fixture.door.plans().finishes().finishes().approves();

    Run run = fixture.run();

    assertThat(deeds(run))
        .containsExactly(Deed.PLANNED, Deed.EDITED, Deed.NOTHING, Deed.EDITED, Deed.APPROVED);
    assertThat(fixture.door.asked().get(2)).contains("Tests fail.");
  }

  @Test
  void hookAfterTheReviewTakesBackAnApproval() {
    RunFixture fixture =
        fixture()
            .hook(
                HookPoint.AFTER_REVIEW,
                "test -e seen || { touch seen; echo '{\"decision\": \"block\","
                    + " \"reason\": \"Nobody approves at once.\"}'; }");
    fixture.door.plans().finishes().approves().finishes().approves();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.APPROVED);
    assertThat(run.steps()).hasSize(5);
    assertThat(fixture.door.asked().get(3)).contains("Nobody approves at once.");
  }

  @Test
  void hookThatWarnsIsReadByTheNextModel() {
    RunFixture fixture = fixture().hook(HookPoint.AFTER_EDIT, "echo 3 tests fail; exit 1");
    fixture.door.plans().finishes().approves();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.APPROVED);
    assertThat(run.steps().get(1).hooks())
        .extracting(HookResult::verdict, HookResult::message)
        .containsExactly(Tuple.tuple(Verdict.WARNED, "exit 1: 3 tests fail"));
    assertThat(fixture.door.last()).contains("# Notes of hooks", "3 tests fail");
  }

  @Test
  void hookThatGivesContextIsReadByTheNextModel() {
    RunFixture fixture =
        fixture().hook(HookPoint.BEFORE_PLAN, "echo '{\"context\": \"Use Java 25.\"}'");
    fixture.door.plans().finishes().approves();

    fixture.run();

    assertThat(fixture.door.asked().getFirst()).contains("Use Java 25.");
    assertThat(fixture.door.asked().get(1)).doesNotContain("Use Java 25.");
  }

  @Test
  void hookThatHangsIsEndedAndWarns() {
    RunFixture fixture =
        fixture()
            .hook(
                new Hook(
                    HookPoint.AFTER_EDIT,
                    new Hook.Action.Command("exec sleep 600"),
                    Duration.ofMillis(100)));
    fixture.door.plans().finishes().approves();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.APPROVED);
    assertThat(run.steps().get(1).hooks().getFirst().message()).contains("and was ended");
  }

  @Test
  void hookReadsTheStepAsJson() throws IOException {
    RunFixture fixture = fixture().hook(HookPoint.AFTER_EDIT, "cat > step.json");
    fixture.door.plans().writes("a.txt", "one\n").finishes().approves();

    fixture.run();

    assertThat(file("step.json"))
        .contains(
            "\"hook\":\"after-edit\"",
            "\"role\":\"editor\"",
            "\"deed\":\"edited\"",
            "{\"path\":\"a.txt\",\"kind\":\"added\",\"added\":1,\"removed\":0}");
  }

  @Test
  void addressThatForbidsBlocks() {
    RunFixture fixture =
        fixture()
            .hook(
                new Hook(
                    HookPoint.BEFORE_EDIT,
                    new Hook.Action.Address(URI.create("https://hooks.example.org/a")),
                    Duration.ofSeconds(1)));
    fixture.door.plans();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.BLOCKED);
    assertThat(RunFixture.state(run).reason()).contains("Not on Sundays.");
  }

  @Test
  void noCallBeginsOnceTheBoundIsReached() {
    RunFixture fixture = fixture().costs("0.02");
    fixture.door.plans().writes("a.txt", "one\n").finishes();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.OUT_OF_MONEY);
    assertThat(RunFixture.state(run).reason())
        .isEqualTo("The run has cost $0.02, and its bound is $0.02.");
    assertThat(fixture.door.asked()).hasSize(2);
    assertThat(run.steps().getLast().changes())
        .containsExactly(new FileChange("a.txt", FileChange.Kind.ADDED, 1, 0));
  }

  @Test
  void costThatNobodyKnowsEndsARunWithABound() {
    RunFixture fixture = fixture().costs("5");
    fixture.door.then(
        Role.PLANNER, new Reply.Broken("cut", "anthropic/p", Usage.NONE, Optional.empty()));

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.OUT_OF_MONEY);
    assertThat(run.spending().unknownCosts()).isEqualTo(1);
  }

  @Test
  void budgetThatRefusesEndsTheRun() {
    RunFixture fixture = fixture();
    fixture.door.then(Role.PLANNER, new Reply.NoMoney("Your budget is used up."));

    assertThat(fixture.run().state())
        .isEqualTo(new Ended(Ending.OUT_OF_MONEY, "Your budget is used up."));
  }

  @Test
  void providerThatIsDownEndsTheRun() {
    RunFixture fixture = fixture();
    fixture.door.then(Role.PLANNER, new Reply.Refused("The provider cannot be reached."));

    assertThat(fixture.run().state())
        .isEqualTo(new Ended(Ending.FAILED, "The provider cannot be reached."));
  }

  @Test
  void answerThatWasCutOffIsAskedForAgain() {
    RunFixture fixture = fixture();
    fixture.door.then(
        Role.PLANNER,
        new Reply.Broken("cut", "anthropic/p", Usage.NONE, Optional.of(new BigDecimal("0.005"))));
    fixture.door.plans().finishes().approves();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.APPROVED);
    assertThat(run.steps().getFirst().spending().cost()).isEqualByComparingTo("0.015");
  }

  @Test
  void whoCannotAnswerNowIsAskedAgain() {
    RunFixture fixture = fixture();
    fixture.door.then(Role.PLANNER, new Reply.Later("Overloaded.", Duration.ofMillis(1)));
    fixture.door.plans().finishes().approves();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.APPROVED);
    assertThat(run.spending().calls()).isEqualTo(3);
  }

  @Test
  void answerThatIsCutOffEveryTimeEndsTheRun() {
    RunFixture fixture = fixture();
    Reply cut = new Reply.Broken("cut", "anthropic/p", Usage.NONE, Optional.of(BigDecimal.ZERO));
    for (int i = 0; i < Talk.MAX_TRIES; i++) {
      fixture.door.then(Role.PLANNER, cut);
    }

    assertThat(fixture.run().state()).isEqualTo(new Ended(Ending.FAILED, "cut"));
  }

  @Test
  void modelThatNeverFinishesIsRemindedAndThenGivenUp() {
    RunFixture fixture = fixture();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).reason())
        .isEqualTo("The planner's model anthropic/test has not called submit_plan.");
    assertThat(fixture.door.asked()).hasSize(Talk.MAX_REMINDERS + 1);
    assertThat(fixture.door.last()).contains("call submit_plan");
  }

  @Test
  void modelThatCallsToolsWithoutEndIsGivenUp() {
    RunFixture fixture = fixture();
    for (int i = 0; i < Talk.MAX_CALLS; i++) {
      fixture.door.calls(Role.PLANNER, "list_files", "{}");
    }

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.FAILED);
    assertThat(fixture.door.asked()).hasSize(Talk.MAX_CALLS);
  }

  @Test
  void runIsCancelledWhileAModelIsAsked() {
    RunFixture fixture = fixture();
    fixture.door.then(Role.PLANNER, Mono.never());
    UUID id = fixture.start();
    await().until(() -> !fixture.door.asked().isEmpty());

    fixture.cancel(id);

    Run run = fixture.ended(id);
    assertThat(run.state()).isEqualTo(new Ended(Ending.CANCELLED, ""));
    assertThat(deeds(run)).containsExactly(Deed.NOTHING);
  }

  @Test
  void runThatIsUnwantedElsewhereEndsWithTheNextBeat() {
    RunFixture fixture = fixture();
    fixture.door.then(Role.PLANNER, Mono.never());
    UUID id = fixture.start();
    fixture.store.cancel(RunFixture.ADA, id).block();

    fixture.runs.beat().block();

    assertThat(RunFixture.state(fixture.ended(id)).ending()).isEqualTo(Ending.CANCELLED);
  }

  @Test
  void runsEndWithTheService() throws InterruptedException {
    RunFixture fixture = fixture();
    fixture.door.then(Role.PLANNER, Mono.never());
    UUID id = fixture.start();

    fixture.runs.stop(Duration.ofSeconds(30));

    assertThat(RunFixture.state(fixture.find(id)).ending()).isEqualTo(Ending.INTERRUPTED);
  }

  @Test
  void cancellingAnEndedRunChangesNothing() {
    RunFixture fixture = fixture();
    fixture.door.plans().finishes().approves();
    Run run = fixture.run();

    assertThat(fixture.cancel(run.spec().id()).state()).isEqualTo(run.state());
  }

  @Test
  void nobodySeesOrCancelsTheRunsOfOthers() {
    RunFixture fixture = fixture();
    fixture.door.plans().finishes().approves();
    UUID id = fixture.run().spec().id();

    assertThatThrownBy(() -> fixture.runs.find("eve", id).block())
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.NOT_FOUND));
    assertThatThrownBy(() -> fixture.runs.cancel("eve", id).block()).isInstanceOf(Fault.class);
  }

  @Test
  void userMayHaveSoManyRunsAtOnce() {
    RunFixture fixture = fixture();
    for (int i = 0; i < AgentRuns.MAX_PER_USER; i++) {
      fixture.door.then(Role.PLANNER, Mono.never());
      fixture.start();
    }

    assertThatThrownBy(fixture::start)
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.RESOURCE_EXHAUSTED));
  }

  @Test
  void boundNeedsModelsWithAPrice() {
    RunFixture fixture = fixture().costs("1");
    fixture.door.unpriced();

    assertThatThrownBy(fixture::start)
        .hasMessageContaining("planner.model: anthropic/p (expected: a model whose price is known");
  }

  @Test
  void taskIsNeeded() {
    RunFixture fixture = fixture();

    assertThatThrownBy(() -> fixture.runs.start(fixture.spec(" ")).block())
        .hasMessageContaining("task: empty");
  }

  @Test
  void workspaceThatIsGoneEndsTheRun() throws IOException {
    RunFixture fixture = new RunFixture(directory.resolve("gone"));
    fixture.door.plans();

    Run run = fixture.run();

    assertThat(RunFixture.state(run).ending()).isEqualTo(Ending.FAILED);
    assertThat(RunFixture.state(run).reason()).startsWith("The workspace cannot be read: ");
    assertThat(fixture.door.asked()).isEmpty();
  }
}
