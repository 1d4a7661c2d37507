create extension if not exists unaccent with schema public;

create schema identity;

-- The company's business units. A unit without a parent is a root; several roots are allowed (a group of companies).
create table identity.unit (
    id          bigint generated always as identity primary key,
    code        text        not null,
    parent_id   bigint      references identity.unit (id),
    name_fr     text        not null,
    name_en     text        not null,
    version     bigint      not null default 1,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    closed_at   timestamptz,
    -- Where a closed unit's work went, when it was merged into another.
    merged_into bigint      references identity.unit (id),
    constraint unit_not_its_own_parent check (parent_id <> id),
    constraint unit_code_shape check (code ~ '^[A-Z0-9][A-Z0-9._-]{0,39}$')
);
create unique index unit_code on identity.unit (code);
create index unit_parent on identity.unit (parent_id);

-- One row whose value changes whenever the tree does, so that each process knows when its cached tree is out of date.
-- The values come from a sequence: a change that is rolled back never lends its value to another one.
create sequence identity.unit_generation_value;
create table identity.unit_generation (
    only_row   boolean primary key default true check (only_row),
    generation bigint  not null
);
insert into identity.unit_generation (generation) values (nextval('identity.unit_generation_value'));

create table identity.user_account (
    id                  bigint generated always as identity primary key,
    email               text        not null,
    email_key           text        not null generated always as (lower(email)) stored,
    name                text        not null,
    -- argon2id in its own text form; absent until an invited person has chosen a password.
    password_hash       text,
    password_changed_at timestamptz,
    -- A session opened under another value is dead: raised at each change of password and when the person is disabled.
    credentials_epoch   int         not null default 1,
    language            text        check (language in ('fr', 'en')),
    theme               text        not null default 'auto' check (theme in ('auto', 'light', 'dark')),
    demo_persona        boolean     not null default false,
    version             bigint      not null default 1,
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null default now(),
    last_login_at       timestamptz,
    disabled_at         timestamptz
);
create unique index user_account_email on identity.user_account (email_key);
create index user_account_by_name on identity.user_account (lower(name), id);

create table identity.user_grant (
    id         bigint generated always as identity primary key,
    user_id    bigint      not null references identity.user_account (id),
    role       text        not null,
    -- Absent: the role holds everywhere.
    unit_id    bigint      references identity.unit (id),
    granted_at timestamptz not null default now(),
    constraint user_grant_once unique nulls not distinct (user_id, role, unit_id)
);
create index user_grant_by_role on identity.user_grant (role);
create index user_grant_by_unit on identity.user_grant (unit_id);

create table identity.api_token (
    id           bigint generated always as identity primary key,
    user_id      bigint      not null references identity.user_account (id),
    name         text        not null,
    -- The first characters, so that its owner recognises it.
    prefix       text        not null,
    token_hash   bytea       not null,
    -- Absent: everything its owner may do.
    scopes       text[],
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
create unique index api_token_hash on identity.api_token (token_hash);
create index api_token_by_user on identity.api_token (user_id);

-- Failed attempts per key, a key being an account or an address.
create table identity.login_attempt (
    attempt_key   text        primary key,
    failures      int         not null,
    last_at       timestamptz not null,
    blocked_until timestamptz
);
create index login_attempt_last on identity.login_attempt (last_at);

-- A link by which a person chooses a password once.
create table identity.password_link (
    id         bigint generated always as identity primary key,
    user_id    bigint      not null references identity.user_account (id),
    token_hash bytea       not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index password_link_by_user on identity.password_link (user_id);

-- The organisation that runs this Sextant, and whether it has been set up.
create table identity.organisation (
    only_row         boolean primary key default true check (only_row),
    name             text    not null default '',
    language         text    not null default 'fr' check (language in ('fr', 'en')),
    version          bigint  not null default 1,
    setup_token_hash bytea,
    setup_done_at    timestamptz
);
insert into identity.organisation default values;

-- Spring Session's tables.
create table identity.spring_session (
    primary_id            char(36) primary key,
    session_id            char(36) not null,
    creation_time         bigint   not null,
    last_access_time      bigint   not null,
    max_inactive_interval int      not null,
    expiry_time           bigint   not null,
    principal_name        varchar(100)
);
create unique index spring_session_by_id on identity.spring_session (session_id);
create index spring_session_by_expiry on identity.spring_session (expiry_time);
create index spring_session_by_principal on identity.spring_session (principal_name);
create table identity.spring_session_attributes (
    session_primary_id char(36)     not null references identity.spring_session (primary_id) on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    primary key (session_primary_id, attribute_name)
);
