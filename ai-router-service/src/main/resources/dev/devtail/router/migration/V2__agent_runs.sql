-- One row for each run of agents.
create table agent_runs (
  id uuid primary key,
  user_name text not null,
  session_id text not null,
  -- What was asked for.
  spec jsonb not null,
  state text not null,
  reason text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- When somebody has said last that it is run.
  heartbeat_at timestamptz not null default now(),
  cancel_wanted boolean not null default false
);
create index agent_runs_of_user on agent_runs (user_name, started_at desc, id desc);
create index agent_runs_under_way on agent_runs (heartbeat_at) where state = 'RUNNING';
create index agent_runs_by_age on agent_runs (ended_at);

create table agent_steps (
  run_id uuid not null references agent_runs on delete cascade,
  number integer not null,
  step jsonb not null,
  primary key (run_id, number)
);
