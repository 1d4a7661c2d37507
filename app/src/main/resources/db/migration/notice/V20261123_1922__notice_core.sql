create schema if not exists notice;

-- What one person was told. The words are made when it is read, in the reader's language.
create table notice.notice (
    id bigint generated always as identity primary key,
    user_id bigint not null references identity.user_account on delete cascade,
    kind text not null check (kind <> ''),
    subject text not null,
    link text not null check (link like '/%'),
    key text not null,
    args jsonb not null,
    detail text,
    by_name text not null,
    at timestamptz not null,
    read_at timestamptz
);
create index notice_reader on notice.notice (user_id, id desc);
create index notice_unread on notice.notice (user_id, id desc) where read_at is null;
