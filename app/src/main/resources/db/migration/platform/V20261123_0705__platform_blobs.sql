-- Files that people attach and reports that are kept: whole or absent, in pieces so that none has to fit in memory.
create table platform.blob (
    id         bigint generated always as identity primary key,
    size       bigint      not null check (size >= 0),
    sha256     bytea       not null check (octet_length(sha256) = 32),
    created_at timestamptz not null default now()
);

create table platform.blob_chunk (
    blob_id bigint not null references platform.blob on delete cascade deferrable initially deferred,
    n       int    not null check (n >= 0),
    bytes   bytea  not null check (octet_length(bytes) between 1 and 262144),
    primary key (blob_id, n)
);

-- Office documents, PDFs and pictures are compressed already; trying again only costs time.
alter table platform.blob_chunk alter column bytes set storage external;

comment on table platform.blob is 'A file; its bytes are in blob_chunk';
comment on column platform.blob_chunk.n is 'Place of the piece, from 0; all are 256 kB but the last';
