-- What a person does in the company, as a directory says it.
alter table identity.user_account add column title text check (title <> '');

-- A file of people somebody brought, what was found in it and what became of it.
create table identity.directory_import (
    id            bigint generated always as identity primary key,
    file_name     text        not null,
    state         text        not null check (state in ('CHECKED', 'APPLIED', 'UNDONE')),
    ignored       text[]      not null,
    close_missing boolean     not null default false,
    brought_at    timestamptz not null,
    by_id         bigint,
    by_name       text        not null,
    applied_at    timestamptz,
    undone_at     timestamptz
);

-- One person of the file, or one who is not in it.
create table identity.directory_row (
    import_id bigint  not null references identity.directory_import on delete cascade,
    seq       integer not null,
    number    integer not null,
    effect    text    not null check (effect in ('NEW', 'CHANGED', 'SAME', 'REFUSED', 'MISSING', 'SPARED')),
    email     text    not null,
    name      text    not null,
    user_id   bigint,
    -- The version of the account that the check saw, then the one that the import left behind.
    version   bigint,
    wanted    jsonb,
    before    jsonb,
    problems  jsonb   not null,
    outcome   text check (outcome in ('DONE', 'LEFT', 'UNDONE', 'KEPT')),
    primary key (import_id, seq)
);
create index directory_row_effect on identity.directory_row (import_id, effect, seq);
