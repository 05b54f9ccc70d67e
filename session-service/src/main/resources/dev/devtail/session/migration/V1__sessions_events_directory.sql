-- Times are UTC with microseconds. Names and ids are opaque text: whoever made them knows their form.

create table sessions (
  id text primary key,
  user_name text not null,
  workspace text not null,
  name text not null,
  -- Made by GetOrCreateDefault: there is one of these, however many calls ask at once.
  is_default boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_activity_at timestamptz not null
);
create unique index sessions_one_default on sessions (user_name, workspace) where is_default;
create index sessions_of_user on sessions (user_name, created_at, id);

-- Events and metrics have no foreign key to sessions: they outlive a deleted session, its own
-- "deleted" event included, and end by age. Ranges of days become partitions beside the default one.
create table events (
  id uuid not null,
  session_id text not null,
  type text not null,
  data jsonb not null,
  time timestamptz not null,
  primary key (id, time)
) partition by range (time);
create table events_default partition of events default;
create index events_of_session on events (session_id, time desc, id desc);

create table metrics (
  session_id text not null,
  name text not null,
  value double precision not null,
  time timestamptz not null,
  primary key (session_id, name, time)
) partition by range (time);
create table metrics_default partition of metrics default;

create table context_cache (
  user_name text not null,
  workspace text not null,
  code_map bytea not null,
  generated_at timestamptz not null,
  file_count bigint not null,
  symbol_count bigint not null,
  primary key (user_name, workspace)
);

create table terminals (
  id text primary key,
  session_id text not null,
  user_name text not null,
  address text not null,
  epoch bigint not null,
  -- devtail.v1.Terminal as its owner last described it.
  description bytea not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index terminals_of_user on terminals (user_name, session_id, started_at);
create index terminals_ended on terminals (ended_at) where ended_at is not null;
