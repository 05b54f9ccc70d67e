-- Tokens that users have given away: shares open one terminal, devices everything.

create table grants (
  id text primary key,
  user_name text not null,
  kind text not null,
  terminal_id text,
  role text,
  note text not null,
  secret_sha256 bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  check ((kind = 'SHARE') = (terminal_id is not null) and (kind = 'SHARE') = (role is not null))
);
create index grants_of_user on grants (user_name, kind, created_at);
create index grants_ended on grants (least(expires_at, revoked_at));
