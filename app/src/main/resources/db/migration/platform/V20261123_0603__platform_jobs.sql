create schema if not exists platform;

create table platform.job (
    id bigint generated always as identity primary key,
    kind text not null,
    owner_id bigint,
    state text not null check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'INTERRUPTED')),
    done bigint not null default 0,
    total bigint not null default 0,
    result jsonb not null default '{}',
    problem text,
    started_at timestamptz not null,
    finished_at timestamptz
);
create index job_open on platform.job (kind) where state in ('WAITING', 'RUNNING');
