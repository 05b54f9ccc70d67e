-- What is known of a content: the same wherever that content is. May be emptied at any time.
create table context_cache (
  user_name text not null,
  -- SHA-256 of the content.
  hash bytea not null,
  -- That it is read as.
  language text not null,
  facts bytea not null,
  used_on date not null,
  primary key (user_name, hash, language)
);
create index context_cache_by_use on context_cache (used_on);
