-- Editions of the gates that were made here. What was once in force is never changed; the shipped ones are not copied.
create table demand.pack_edition (
    edition text primary key check (edition ~ '^[a-z0-9][a-z0-9.-]{0,39}$'),
    base text not null,
    facts text not null,
    gates text not null,
    remedies text not null,
    at timestamptz not null,
    by_id bigint,
    by_name text not null
);
create function demand.pack_edition_stays() returns trigger language plpgsql as $$
begin
    raise exception 'an edition of the gates is never changed';
end $$;
create trigger pack_edition_stays before update or delete on demand.pack_edition
    for each row execute function demand.pack_edition_stays();

-- An edition that somebody works at.
create table demand.pack_draft (
    id bigint generated always as identity primary key,
    edition text not null,
    base text not null,
    facts text not null,
    gates text not null,
    remedies text not null,
    version bigint not null default 1,
    at timestamptz not null,
    by_name text not null,
    updated_at timestamptz not null,
    updated_by text not null
);
create unique index pack_draft_edition on demand.pack_draft (edition);

-- From which day which edition is in force, and until when use cases of before are judged by the one before it.
create table demand.pack_use (
    id bigint generated always as identity primary key,
    edition text not null,
    from_day date not null,
    cut_over date check (cut_over > from_day),
    reason text not null check (reason <> ''),
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    withdrawn_at timestamptz,
    withdrawn_by text
);

-- What an edition would change, found by a look at the whole register before it is in force.
create table demand.pack_trial (
    id bigint generated always as identity primary key,
    edition text not null,
    digest text not null,
    job_id bigint,
    started_at timestamptz not null,
    by_name text not null,
    finished_at timestamptz,
    looked bigint not null default 0
);
create index pack_trial_edition on demand.pack_trial (edition, id);
create table demand.pack_trial_row (
    trial_id bigint not null references demand.pack_trial on delete cascade,
    use_case_id bigint not null,
    stage text not null,
    from_state text not null,
    to_state text not null,
    from_days integer not null,
    to_days integer not null,
    gained text[] not null,
    lost text[] not null,
    fallen text[] not null,
    primary key (trial_id, use_case_id)
);
create index pack_trial_row_change on demand.pack_trial_row (trial_id, stage, from_state, to_state, use_case_id);

-- On which edition a signature was given; those of before are on the shipped one.
alter table demand.gate_signature add column edition text;

-- By which editions it was last looked whether the signatures and the go on a use case still stand.
alter table demand.gate_watch add column basis text not null default '';
