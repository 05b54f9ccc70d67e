-- Times are UTC with microseconds. Money is US dollars, exact; a cost that is null is not known.

-- One row for each call; a day is a partition beside the default one.
create table calls (
  id uuid not null,
  time timestamptz not null,
  user_name text not null,
  session_id text not null,
  agent_role text not null,
  request_id text not null,
  rule text not null,
  provider text not null,
  model text not null,
  caller text not null,
  input bigint not null,
  cache_read bigint not null,
  cache_write_5m bigint not null,
  cache_write_1h bigint not null,
  output bigint not null,
  reasoning bigint not null,
  web_searches bigint not null,
  cost numeric,
  outcome text not null,
  attempts integer not null,
  first_token_millis bigint,
  duration_millis bigint not null,
  primary key (id, time)
) partition by range (time);
create table calls_default partition of calls default;
create index calls_of_user on calls (user_name, time desc, id desc);

-- Calls summed up, in the statement that adds them. A quarter of an hour is what the days of every
-- time zone are made of.
create table usage_sums (
  user_name text not null,
  quarter timestamptz not null,
  session_id text not null,
  agent_role text not null,
  provider text not null,
  model text not null,
  calls bigint not null,
  -- Neither DONE nor CACHED.
  failed_calls bigint not null,
  -- Calls whose cost is not in `cost`.
  unknown_costs bigint not null,
  input bigint not null,
  cache_read bigint not null,
  cache_write_5m bigint not null,
  cache_write_1h bigint not null,
  output bigint not null,
  reasoning bigint not null,
  web_searches bigint not null,
  cost numeric not null,
  primary key (user_name, quarter, session_id, agent_role, provider, model)
);
create index usage_sums_by_age on usage_sums (quarter);

create table budgets (
  id uuid primary key,
  user_name text not null,
  scope text not null,
  -- The session or agent run of a scope that has one; else empty.
  subject text not null,
  period text not null,
  zone text not null,
  cap numeric not null,
  warn_at numeric not null,
  at_cap text not null,
  allow_unknown_price boolean not null,
  created_at timestamptz not null,
  unique (user_name, scope, subject, period, zone)
);

-- What is spent under one budget by one subject in one window. No foreign key: the operator's budgets
-- are in no table.
create table budget_accounts (
  budget_id uuid not null,
  subject text not null,
  starts timestamptz not null,
  -- Of the last call that was let in; null if the budget only warns.
  cap numeric,
  spent numeric not null default 0,
  reserved numeric not null default 0,
  allowed numeric not null default 0,
  unknown_calls bigint not null default 0,
  primary key (budget_id, subject, starts)
);
create index budget_accounts_by_age on budget_accounts (starts);

-- What calls that are under way have set aside, one row for each account.
create table reservations (
  id uuid not null,
  budget_id uuid not null,
  subject text not null,
  starts timestamptz not null,
  amount numeric not null,
  holder uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  -- Given back before it was settled: what it is settled with later is charged all the same.
  released boolean not null default false,
  primary key (id, budget_id, subject, starts)
);
create index reservations_to_release on reservations (expires_at) where not released;
create index reservations_by_age on reservations (made_at);
