-- A page on which people without an account describe a need, for as long as it is open.
create table demand.intake_link (
    id bigint generated always as identity primary key,
    slug text not null unique check (length(slug) >= 20),
    -- Signs when a form was handed out, so that one filled in at once is told from one that was read.
    seal bytea not null check (octet_length(seal) = 32),
    label text not null check (label <> ''),
    lang text not null check (lang in ('fr', 'en')),
    unit_id bigint references identity.unit,
    until_day date,
    created_at timestamptz not null,
    created_by text not null,
    closed_at timestamptz
);

-- What came in by such a page. It is no use case before somebody takes it up.
create table demand.intake_entry (
    id bigint generated always as identity primary key,
    link_id bigint not null references demand.intake_link,
    -- SHA-256 of the secret in the address of the receipt.
    receipt bytea not null unique check (octet_length(receipt) = 32),
    at timestamptz not null,
    problem text not null check (problem <> ''),
    beneficiaries text,
    outcome text,
    name text,
    email text,
    state text not null default 'NEW' check (state in ('NEW', 'ACCEPTED', 'JOINED', 'DECLINED')),
    use_case_id bigint references demand.use_case on delete set null,
    reason text,
    would_change text,
    instead text,
    closed_at timestamptz,
    closed_by text,
    check ((state = 'NEW') = (closed_at is null)),
    check ((state = 'DECLINED') = (reason is not null))
);
create index intake_entry_new on demand.intake_entry (at) where state = 'NEW';
create index intake_entry_link on demand.intake_entry (link_id);
create index intake_entry_use_case on demand.intake_entry (use_case_id);

-- What those who read it ask the sender.
create table demand.intake_entry_question (
    id bigint generated always as identity primary key,
    entry_id bigint not null references demand.intake_entry on delete cascade,
    at timestamptz not null,
    by_name text not null,
    body text not null,
    replied_at timestamptz,
    reply text,
    check ((replied_at is null) = (reply is null))
);
create index intake_entry_question_entry on demand.intake_entry_question (entry_id, id);

-- How often a page was used, by network address and by link, in the hour that began then.
create table demand.intake_rate (
    key text not null,
    began timestamptz not null,
    uses integer not null,
    primary key (key, began)
);
