create schema if not exists platform;

-- Answers to POST requests that carried an Idempotency-Key, kept for a day so that the same request sent twice is
-- carried out once.
create table platform.idempotency_key (
    -- Whose key it is: the account's id, or `-` for a request that needs no account.
    owner        text        not null,
    -- SHA-256 of the key: the key itself opens the stored answer.
    key_hash     bytea       not null,
    -- SHA-256 of method, path, query, type and body.
    request_hash bytea       not null,
    created_at   timestamptz not null,
    status       int,
    headers      text,
    -- AES-256-GCM under a key derived from the Idempotency-Key: an answer may hold a token that is shown once.
    body         bytea,
    primary key (owner, key_hash)
);
create index idempotency_key_created on platform.idempotency_key (created_at);
