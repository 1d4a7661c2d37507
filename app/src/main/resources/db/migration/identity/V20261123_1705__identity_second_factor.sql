-- The second factor of those who have one: a secret shared with an app on their phone (RFC 6238). Sealed under a key
-- that is kept in the data folder, bound to the account: a copy of the database alone makes no code.
create table identity.second_factor (
    user_id    bigint primary key references identity.user_account (id),
    -- In force; absent until the first code was shown.
    secret     bytea,
    since      timestamptz,
    -- The last time step of which a code was taken, so that none serves twice.
    last_step  bigint,
    -- Being set up, in place of nothing or of the one in force.
    draft      bytea,
    draft_at   timestamptz,
    constraint second_factor_whole check ((secret is null) = (since is null) and (draft is null) = (draft_at is null))
);

-- What replaces a lost phone: eighty random bits each, kept as SHA-256, each good once.
create table identity.recovery_code (
    user_id   bigint      not null references identity.user_account (id),
    code_hash bytea       not null,
    used_at   timestamptz,
    primary key (user_id, code_hash)
);

-- The roles whose holders must have a second factor.
create table identity.second_factor_role (
    role text primary key
);
