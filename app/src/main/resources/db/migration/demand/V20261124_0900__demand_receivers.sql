-- Addresses at which programs elsewhere deliver demands. Secrets are sealed with a key of the data folder.
create table demand.receiver (
    id bigint generated always as identity primary key,
    slug text not null unique check (length(slug) >= 20),
    name text not null check (name <> ''),
    kind text not null check (kind in ('JIRA', 'SERVICENOW', 'GENERIC')),
    lang text not null check (lang in ('fr', 'en')),
    unit_id bigint references identity.unit,
    -- The inventory of the register that its keys belong to; absent for the one that the kind names.
    source text check (source <> ''),
    -- Whether the secret itself is taken for proof, in a header, from what cannot sign.
    plain boolean not null,
    secret bytea not null,
    secret_at timestamptz not null,
    previous bytea,
    previous_until timestamptz,
    made_at timestamptz not null,
    made_by text not null,
    paused_at timestamptz,
    removed_at timestamptz,
    check ((previous is null) = (previous_until is null))
);

-- What was delivered, with what came of it.
create table demand.receiver_delivery (
    id bigint generated always as identity primary key,
    receiver_id bigint not null references demand.receiver on delete cascade,
    at timestamptz not null,
    result text not null check (result in ('RECEIVED', 'UPDATED', 'NOTED', 'UNCHANGED', 'IGNORED', 'TEST', 'AGAIN',
        'UNPROVEN', 'LATE', 'PAUSED', 'LIMITED', 'TYPE', 'LARGE', 'MALFORMED', 'INVALID', 'REUSED')),
    status integer not null,
    -- As the sender wrote it.
    identifier text,
    -- SHA-256 of what tells it from every other: with what was accepted only.
    identity bytea check (octet_length(identity) = 32),
    digest bytea check (octet_length(digest) = 32),
    reasons jsonb not null,
    excerpt text,
    entry_id bigint references demand.intake_entry on delete set null,
    use_case_id bigint references demand.use_case on delete set null
);
create unique index receiver_delivery_once on demand.receiver_delivery (receiver_id, identity) where identity is not null;
create index receiver_delivery_log on demand.receiver_delivery (receiver_id, id desc);
create index receiver_delivery_old on demand.receiver_delivery (at);
create index receiver_delivery_entry on demand.receiver_delivery (entry_id) where entry_id is not null;
create index receiver_delivery_use_case on demand.receiver_delivery (use_case_id) where use_case_id is not null;

-- An idea comes by a page or from a program.
alter table demand.intake_entry alter column link_id drop not null;
alter table demand.intake_entry add column receiver_id bigint references demand.receiver;
alter table demand.intake_entry add check (num_nonnulls(link_id, receiver_id) = 1);
create index intake_entry_receiver on demand.intake_entry (receiver_id) where receiver_id is not null;

-- What a program told of an idea beyond its words.
create table demand.intake_origin (
    entry_id bigint primary key references demand.intake_entry on delete cascade,
    lang text not null check (lang in ('fr', 'en')),
    unit_id bigint references identity.unit,
    -- The receipt's secret, sealed, so that the sender can be told it again.
    receipt bytea not null,
    source text,
    external_key text,
    url text,
    status text,
    stage text,
    title text not null check (title <> ''),
    problem text,
    baseline text,
    outcome text,
    beneficiaries text,
    alternative text,
    description text,
    domain text,
    sponsor text,
    business_owner text,
    technical_owner text,
    tags text[] not null,
    check ((source is null) = (external_key is null))
);
create unique index intake_origin_key on demand.intake_origin (source, external_key) where external_key is not null;
create index intake_origin_unit on demand.intake_origin (unit_id) where unit_id is not null;

-- What was last told of each thing elsewhere, as digests, so that only what changed is noted.
create table demand.receiver_known (
    source text not null,
    external_key text not null,
    title text not null,
    status text not null,
    words text not null,
    primary key (source, external_key)
);
