-- A use case that is shown to whoever has its address, without an account; withdrawn, the address is good no more.
create table demand.publication (
    use_case_id bigint primary key references demand.use_case on delete cascade,
    slug text not null unique check (slug ~ '^[A-Za-z0-9_-]{22}$'),
    parts text[] not null,
    contact text,
    since timestamptz not null,
    by_id bigint,
    by_name text not null
);
