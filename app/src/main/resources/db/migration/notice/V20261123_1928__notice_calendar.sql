-- The secret address of a person's calendar; only its hash is kept.
create table notice.calendar (
    user_id bigint primary key references identity.user_account on delete cascade,
    hash bytea not null check (octet_length(hash) = 32),
    made_at timestamptz not null,
    read_at timestamptz
);
create unique index calendar_hash on notice.calendar (hash);
