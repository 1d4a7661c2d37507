-- How one person wants to be told by e-mail; without a row, the usual way.
create table notice.choice (
    user_id bigint primary key references identity.user_account on delete cascade,
    usual text not null check (usual in ('AT_ONCE', 'DAILY', 'NONE')),
    by_kind jsonb not null,
    zone text not null,
    quiet_from time,
    quiet_until time,
    weekends boolean not null,
    daily_at time not null,
    check ((quiet_from is null) = (quiet_until is null))
);

-- Letters to send. One that is open still gathers notices; once somebody begins to send it, the next one is another.
create table notice.mail (
    id bigint generated always as identity primary key,
    user_id bigint not null references identity.user_account on delete cascade,
    made_at timestamptz not null,
    due_at timestamptz not null,
    gathers boolean not null,
    attempts integer not null default 0,
    state text not null default 'WAITING' check (state in ('WAITING', 'SENT', 'SKIPPED', 'DEAD')),
    error text,
    closed_at timestamptz,
    check ((state = 'WAITING') = (closed_at is null))
);
create unique index mail_gathering on notice.mail (user_id, due_at) where gathers;
create index mail_due on notice.mail (due_at) where state = 'WAITING';
create index mail_closed on notice.mail (closed_at) where state <> 'WAITING';
alter table notice.notice add column mail_id bigint references notice.mail on delete set null;
create index notice_mail on notice.notice (mail_id) where mail_id is not null;
