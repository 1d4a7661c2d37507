-- Programs elsewhere that are told. The secret is sealed with a key of the data folder.
create table notice.hook (
    id bigint generated always as identity primary key,
    name text not null check (name <> ''),
    url text not null check (url <> ''),
    kinds text[] not null,
    secret bytea not null,
    made_at timestamptz not null,
    made_by text not null,
    failing_since timestamptz,
    disabled_at timestamptz,
    disabled_why text,
    check ((disabled_at is null) = (disabled_why is null))
);

-- What is to be delivered to whom, with how it went.
create table notice.delivery (
    id bigint generated always as identity primary key,
    hook_id bigint not null references notice.hook on delete cascade,
    event_id text not null,
    type text not null,
    body text not null,
    made_at timestamptz not null,
    due_at timestamptz not null,
    attempts integer not null default 0,
    state text not null default 'WAITING' check (state in ('WAITING', 'DELIVERED', 'DEAD')),
    status integer,
    answer text,
    tried_at timestamptz,
    closed_at timestamptz,
    check ((state = 'WAITING') = (closed_at is null))
);
create index delivery_due on notice.delivery (due_at) where state = 'WAITING';
create index delivery_hook on notice.delivery (hook_id, id desc);
create index delivery_closed on notice.delivery (closed_at) where state <> 'WAITING';
