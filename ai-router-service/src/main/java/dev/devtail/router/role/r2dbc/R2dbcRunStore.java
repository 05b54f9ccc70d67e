package dev.devtail.router.role.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.TransactionLock;
import dev.devtail.router.role.Run;
import dev.devtail.router.role.RunState;
import dev.devtail.router.role.RunState.Ended;
import dev.devtail.router.role.RunState.Ending;
import dev.devtail.router.role.RunStore;
import dev.devtail.router.role.Step;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** {@link RunStore} on PostgreSQL. Beats go by the database's clock, of which there is one. */
public final class R2dbcRunStore implements RunStore {

  private static final String RUNNING = "RUNNING";

  private static final String BEGIN =
      """
      insert into agent_runs (id, user_name, session_id, spec, state, reason, started_at)
      select :id, :user, :session, cast(:spec as jsonb), 'RUNNING', '', :startedAt
      where (
        select count(*) from agent_runs where user_name = :user and state = 'RUNNING') < :most
      on conflict do nothing
      """;

  private static final String ADD =
      """
      insert into agent_steps (run_id, number, step)
      values (:run, :number, cast(:step as jsonb))
      on conflict do nothing
      """;

  private static final String END =
      """
      update agent_runs set state = :state, reason = :reason, ended_at = :now
      where id = :id and state = 'RUNNING'
      """;

  private static final String SELECT =
      """
      select id, cast(spec as text) as spec, state, reason, started_at, ended_at,
        coalesce((
          select cast(jsonb_agg(step -> 'spending') as text)
          from agent_steps where run_id = id), '[]') as spendings
      from agent_runs
      """;

  private static final String STEPS =
      "select cast(step as text) as step from agent_steps where run_id = :run order by number";

  private static final String LIST =
      SELECT
          + """
          where user_name = :user and (:session = '' or session_id = :session)
          order by started_at desc, id desc
          limit :limit
          """;

  private static final String CANCEL =
      """
      update agent_runs set cancel_wanted = cancel_wanted or state = 'RUNNING'
      where id = :id and user_name = :user
      """;

  private static final String BEAT =
      """
      update agent_runs set heartbeat_at = now()
      where id = any(:ids) and state = 'RUNNING'
      returning id, cancel_wanted
      """;

  private static final String INTERRUPT =
      """
      with silent as (
        update agent_runs set state = :state, reason = :reason, ended_at = :now
        where state = 'RUNNING' and heartbeat_at < now() - make_interval(secs => :seconds)
        returning *)
      """
          + SELECT.replace("from agent_runs", "from silent");

  private final Database database;

  public R2dbcRunStore(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Boolean> begin(Run run, int mostAtOnce) {
    String user = run.spec().user();
    return database.inTransaction(
        client ->
            TransactionLock.take(client, "agent runs " + user)
                .then(
                    client
                        .sql(BEGIN)
                        .bind("id", run.spec().id())
                        .bind("user", user)
                        .bind("session", run.spec().session())
                        .bind("spec", RunCodec.encode(run.spec()))
                        .bind("startedAt", run.startedAt())
                        .bind("most", mostAtOnce)
                        .fetch()
                        .rowsUpdated())
                .map(rows -> rows > 0));
  }

  @Override
  public Mono<Void> add(UUID run, Step step) {
    return database.call(
        client ->
            client
                .sql(ADD)
                .bind("run", run)
                .bind("number", step.number())
                .bind("step", RunCodec.encode(step))
                .then());
  }

  @Override
  public Mono<Void> end(UUID run, Ended state, Instant now) {
    return database.call(
        client ->
            client
                .sql(END)
                .bind("id", run)
                .bind("state", state.ending().name())
                .bind("reason", state.reason())
                .bind("now", now)
                .then());
  }

  @Override
  public Mono<Run> find(String user, UUID id) {
    return database.call(
        client ->
            client
                .sql(SELECT + " where id = :id and user_name = :user")
                .bind("id", id)
                .bind("user", user)
                .map(R2dbcRunStore::run)
                .one()
                .flatMap(run -> steps(client, id).map(steps -> with(run, steps))));
  }

  private static Mono<List<Step>> steps(DatabaseClient client, UUID run) {
    return client
        .sql(STEPS)
        .bind("run", run)
        .map((Readable row) -> RunCodec.step(Columns.text(row, "step")))
        .all()
        .collectList();
  }

  private static Run with(Run run, List<Step> steps) {
    return new Run(run.spec(), run.state(), run.startedAt(), run.endedAt(), run.spending(), steps);
  }

  @Override
  public Mono<List<Run>> list(String user, String session, int limit) {
    return database.call(
        client ->
            client
                .sql(LIST)
                .bind("user", user)
                .bind("session", session)
                .bind("limit", limit)
                .map(R2dbcRunStore::run)
                .all()
                .collectList());
  }

  @Override
  public Mono<Boolean> cancel(String user, UUID id) {
    return database.call(
        client ->
            client
                .sql(CANCEL)
                .bind("id", id)
                .bind("user", user)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0));
  }

  @Override
  public Mono<Beat> beat(Collection<UUID> runs) {
    return database.call(
        client ->
            client
                .sql(BEAT)
                .bind("ids", runs.toArray(UUID[]::new))
                .map(
                    (Readable row) ->
                        Map.entry(
                            Columns.get(row, "id", UUID.class),
                            Columns.get(row, "cancel_wanted", Boolean.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(R2dbcRunStore::beat));
  }

  private static Beat beat(Map<UUID, Boolean> unwanted) {
    return new Beat(
        unwanted.keySet(),
        unwanted.entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  @Override
  public Mono<List<Run>> interrupt(Duration silence, Ended state, Instant now) {
    return database.call(
        client ->
            client
                .sql(INTERRUPT)
                .bind("state", state.ending().name())
                .bind("reason", state.reason())
                .bind("now", now)
                .bind("seconds", (double) silence.toSeconds())
                .map(R2dbcRunStore::run)
                .all()
                .collectList());
  }

  @Override
  public Mono<Long> forgetBefore(Instant time) {
    return database.upkeep(
        client ->
            client
                .sql("delete from agent_runs where ended_at < :time")
                .bind("time", time)
                .fetch()
                .rowsUpdated());
  }

  private static Run run(Readable row) {
    return new Run(
        RunCodec.spec(Columns.text(row, "spec")),
        state(Columns.text(row, "state"), Columns.text(row, "reason")),
        Columns.time(row, "started_at"),
        Optional.ofNullable(row.get("ended_at", Instant.class)),
        RunCodec.spending(Columns.text(row, "spendings")),
        List.of());
  }

  private static RunState state(String state, String reason) {
    return state.equals(RUNNING)
        ? new RunState.Running()
        : new Ended(Ending.valueOf(state), reason);
  }
}
