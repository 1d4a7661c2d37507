-- An inventory somebody brought: the file, how it is read, what the last check found, what was written and taken back.
create table demand.import (
    id bigint generated always as identity primary key,
    version bigint not null default 1,
    state text not null check (state in ('READ', 'CHECKED', 'APPLIED', 'UNDONE', 'DISCARDED')),
    file_name text not null,
    file_bytes bigint not null,
    sha256 text not null,
    blob_id bigint,
    created_at timestamptz not null,
    by_id bigint references identity.user_account,
    by_name text not null,
    channel text not null,
    analysis jsonb not null,
    plan jsonb not null,
    -- the work in the background that was started last
    job_id bigint,
    job_kind text check (job_kind in ('CHECK', 'APPLY', 'UNDO')),
    apply_when_checked boolean not null default false,
    checked_at timestamptz,
    summary jsonb,
    applied_at timestamptz,
    applied_by text,
    undone_at timestamptz,
    undone_by text,
    undone jsonb
);
create index import_recent on demand.import (created_at desc, id desc);

-- What each row of the file comes to, as of the last check. The content is what will be written, so that what a person
-- accepted is what happens.
create table demand.import_row (
    import_id bigint not null references demand.import on delete cascade,
    number int not null,
    effect text not null check (effect in ('NEW', 'CHANGED', 'UNCHANGED', 'DUPLICATE', 'REFUSED')),
    title text not null,
    external_key text,
    use_case_id bigint,
    -- version of the use case that the difference was taken from
    seen bigint,
    code text,
    changes jsonb,
    content jsonb,
    unit_key text,
    -- version that the import wrote; absent until it is applied
    written bigint,
    primary key (import_id, number)
);
create index import_row_effect on demand.import_row (import_id, effect, number);

create table demand.import_problem (
    import_id bigint not null references demand.import on delete cascade,
    seq int not null,
    severity text not null check (severity in ('INFO', 'WARNING', 'ERROR', 'FATAL')),
    row_number int not null,
    col int not null,
    heading text not null,
    value text not null,
    code text not null,
    args jsonb not null,
    primary key (import_id, seq)
);
create index import_problem_severity on demand.import_problem (import_id, severity, seq);

-- Units that the file names and that do not exist yet.
create table demand.import_unit (
    import_id bigint not null references demand.import on delete cascade,
    key text not null,
    name text not null,
    parent_key text,
    rows int not null,
    unit_id bigint,
    primary key (import_id, key)
);

-- How a person had the columns of a file read, for the next file with the same headings.
create table demand.import_template (
    id bigint generated always as identity primary key,
    signature text not null unique,
    name text not null,
    plan jsonb not null,
    by_name text not null,
    saved_at timestamptz not null,
    used_at timestamptz,
    uses int not null default 0
);
