-- The people named in a comment: the text holds `@{id}` where the name stands, so that a name that changes stays right.
create table demand.comment_mention (
    comment_id bigint not null references demand.comment on delete cascade,
    user_id bigint not null references identity.user_account,
    primary key (comment_id, user_id)
);
create index comment_mention_user on demand.comment_mention (user_id);

-- What somebody fears of a use case. Of an anonymous one nobody is kept, and no time of day.
create table demand.concern (
    id bigint generated always as identity primary key,
    use_case_id bigint not null references demand.use_case on delete cascade,
    -- SHA-256 of the number of the form it was raised by, so that a form sent twice counts once. Of an anonymous one it is
    -- also what opens the receipt.
    form bytea not null unique check (octet_length(form) = 32),
    category text not null
        check (category in ('PEOPLE', 'FAIRNESS', 'PRIVACY', 'SAFETY', 'ENVIRONMENT', 'COST', 'OTHER')),
    fear text not null check (fear <> ''),
    touched text,
    state text not null default 'OPEN' check (state in ('OPEN', 'ANSWERED', 'SETTLED')),
    at timestamptz not null,
    anonymous boolean not null,
    by_id bigint references identity.user_account,
    by_name text,
    check (case when anonymous then by_id is null and by_name is null else by_name is not null end)
);
create index concern_use_case on demand.concern (use_case_id, id);
create index concern_state on demand.concern (state, id);

-- What was said to it: answers, and what the one who raised it added.
create table demand.concern_word (
    id bigint generated always as identity primary key,
    concern_id bigint not null references demand.concern on delete cascade,
    act text not null check (act in ('ANSWERED', 'SETTLED', 'ADDED', 'REOPENED')),
    body text check (body <> ''),
    at timestamptz not null,
    by_id bigint references identity.user_account,
    by_name text,
    check (body is not null or act = 'SETTLED')
);
create index concern_word_concern on demand.concern_word (concern_id, id);

-- A comment was once meant to be a concern by itself; no page ever wrote one.
alter table demand.comment drop column concern;
alter table demand.comment drop column settled_at;
alter table demand.comment drop column settled_by;

create trigger standing_insert after insert on demand.concern referencing new table as changed
    for each statement execute function demand.standing_stale();
create trigger standing_update after update on demand.concern referencing new table as changed
    for each statement execute function demand.standing_stale();
create trigger standing_delete after delete on demand.concern referencing old table as changed
    for each statement execute function demand.standing_stale();
