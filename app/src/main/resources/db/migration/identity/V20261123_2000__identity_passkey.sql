-- Passkeys (WebAuthn): a way to come in with a key that a device or a password manager keeps and shows only once its
-- owner has proved themselves to it. What is here opens nothing: public keys.

-- By what name authenticators know somebody: random, and nothing that says who it is.
create table identity.passkey_handle (
    user_id bigint primary key references identity.user_account (id),
    handle  bytea  not null unique
);

create table identity.passkey (
    id              bigint generated always as identity primary key,
    user_id         bigint      not null references identity.passkey_handle (user_id),
    credential_id   bytea       not null unique,
    -- The host for which it was made and under which alone it serves.
    host            text        not null,
    name            text        not null check (name <> ''),
    -- Model of the authenticator, credential id and public key (WebAuthn §6.5.2, attested credential data).
    attested        bytea       not null,
    -- As of its last use; an authenticator that does not count says zero for ever.
    sign_count      bigint      not null,
    -- Whether it may be, and is, copied to its owner's other devices.
    backup_eligible boolean     not null,
    backed_up       boolean     not null,
    -- How browsers reach it.
    transports      text[]      not null,
    created_at      timestamptz not null,
    last_used_at    timestamptz
);

create index passkey_user on identity.passkey (user_id);

-- What a passkey was just asked to sign: good once, in one session, for minutes.
create table identity.passkey_challenge (
    challenge_hash bytea       primary key,
    session_hash   bytea       not null,
    purpose        text        not null check (purpose in ('ADD', 'ENTER', 'AFTER_PASSWORD')),
    -- Who is to answer it; absent where anybody may.
    user_id        bigint references identity.user_account (id),
    expires_at     timestamptz not null,
    constraint passkey_challenge_whom check ((purpose = 'ENTER') = (user_id is null))
);
