create table probes (name text not null);
