-- Keys for models: that its calls belong to, null: to none. A key ends with its session.
alter table grants add column session_id text references sessions (id) on delete cascade;
create index grants_of_session on grants (session_id) where session_id is not null;
