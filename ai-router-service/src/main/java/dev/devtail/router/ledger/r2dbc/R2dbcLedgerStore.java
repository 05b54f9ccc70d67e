package dev.devtail.router.ledger.r2dbc;

import dev.devtail.kit.database.Database;
import dev.devtail.router.ledger.LedgerStore;
import dev.devtail.router.ledger.RecordedCall;
import dev.devtail.router.ledger.journal.CallCodec;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * {@link LedgerStore} on PostgreSQL: one statement, whatever a batch holds. A call that is there by
 * now adds to no sum and settles nothing. Sums and accounts are touched in the order of their keys,
 * so that two instances cannot wait for each other.
 */
public final class R2dbcLedgerStore implements LedgerStore {

  private static final String ADD =
      """
      with news as (
        select distinct on (id) *
        from jsonb_to_recordset(cast(:calls as jsonb)) as news (
          id uuid, time timestamptz, user_name text, session_id text, agent_role text,
          request_id text, rule text, provider text, model text, caller text,
          input bigint, cache_read bigint, cache_write_5m bigint, cache_write_1h bigint,
          output bigint, reasoning bigint, web_searches bigint, cost numeric, outcome text,
          attempts integer, first_token_millis bigint, duration_millis bigint, reservation uuid)
        order by id
      ), fresh as (
        insert into calls (
          id, time, user_name, session_id, agent_role, request_id, rule, provider, model, caller,
          input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, web_searches, cost,
          outcome, attempts, first_token_millis, duration_millis)
        select
          id, time, user_name, session_id, agent_role, request_id, rule, provider, model, caller,
          input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, web_searches, cost,
          outcome, attempts, first_token_millis, duration_millis
        from news
        on conflict do nothing
        returning *
      ), summed as (
        insert into usage_sums as sums (
          user_name, quarter, session_id, agent_role, provider, model, calls, failed_calls,
          unknown_costs, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning,
          web_searches, cost)
        select user_name, date_bin('15 minutes', time, timestamptz 'epoch') as quarter, session_id,
          agent_role, provider, model, count(*),
          count(*) filter (where outcome not in ('DONE', 'CACHED')),
          count(*) filter (where cost is null),
          sum(input), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output),
          sum(reasoning), sum(web_searches), coalesce(sum(cost), 0)
        from fresh
        group by user_name, quarter, session_id, agent_role, provider, model
        order by user_name, quarter, session_id, agent_role, provider, model
        on conflict (user_name, quarter, session_id, agent_role, provider, model) do update set
          calls = sums.calls + excluded.calls,
          failed_calls = sums.failed_calls + excluded.failed_calls,
          unknown_costs = sums.unknown_costs + excluded.unknown_costs,
          input = sums.input + excluded.input,
          cache_read = sums.cache_read + excluded.cache_read,
          cache_write_5m = sums.cache_write_5m + excluded.cache_write_5m,
          cache_write_1h = sums.cache_write_1h + excluded.cache_write_1h,
          output = sums.output + excluded.output,
          reasoning = sums.reasoning + excluded.reasoning,
          web_searches = sums.web_searches + excluded.web_searches,
          cost = sums.cost + excluded.cost
      ), settled as (
        delete from reservations
        using fresh join news using (id)
        where reservations.id = news.reservation
        returning reservations.*, fresh.cost
      )
      insert into budget_accounts as accounts (
        budget_id, subject, starts, spent, reserved, unknown_calls)
      select budget_id, subject, starts,
        -- What nobody knows is taken for what it may have been at most.
        sum(coalesce(cost, amount)),
        - sum(case when released then 0 else amount end),
        count(*) filter (where cost is null)
      from settled
      group by budget_id, subject, starts
      order by budget_id, subject, starts
      on conflict (budget_id, subject, starts) do update set
        spent = accounts.spent + excluded.spent,
        reserved = accounts.reserved + excluded.reserved,
        unknown_calls = accounts.unknown_calls + excluded.unknown_calls
      """;

  private final Database database;

  public R2dbcLedgerStore(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Void> add(List<RecordedCall> calls) {
    return database.call(client -> client.sql(ADD).bind("calls", CallCodec.encode(calls)).then());
  }
}
