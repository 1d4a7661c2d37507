-- The audit trail: what was changed, by whom, why; each record vouches for the one before it.
create schema audit;

create table audit.event (
    seq          bigint primary key check (seq > 0),
    recorded_at  timestamptz not null,
    actor_id     bigint,
    actor_name   text  not null,
    channel      text  not null,
    action       text  not null,
    subject_type text  not null,
    subject_id   text  not null,
    reason       text,
    change       text  not null,
    prev_hash    bytea not null check (octet_length(prev_hash) = 32),
    hash         bytea not null check (octet_length(hash) = 32),
    seal         bytea check (octet_length(seal) = 64)
);

comment on column audit.event.seq is 'Place in the trail, from 1, without a gap';
comment on column audit.event.change is 'Canonical JSON {"after":{…},"before":{…}}, exactly the text that was hashed';
comment on column audit.event.hash is 'SHA-256 over the other columns and prev_hash; see docs/concepts/audit-trail.md';
comment on column audit.event.seal is 'Ed25519 signature over seq and hash, on the last event of each transaction';

create index event_subject on audit.event (subject_type, subject_id, seq);
create index event_actor on audit.event (actor_id, seq);
create index event_action on audit.event (action, seq);
create index event_time on audit.event (recorded_at, seq);

create table audit.checkpoint (
    tree_size bigint primary key check (tree_size > 0),
    root      bytea   not null check (octet_length(root) = 32),
    edge      bytea[] not null,
    signed_at timestamptz not null,
    key_id    text    not null,
    signature bytea   not null check (octet_length(signature) = 64),
    note      text    not null
);

comment on column audit.checkpoint.edge is 'Hashes of the perfect subtrees of the tree, largest first: what the next checkpoint continues from';
comment on column audit.checkpoint.note is 'The signed note (c2sp.org/tlog-checkpoint) exactly as appended to the log file';

create function audit.refuse() returns trigger language plpgsql as $$
begin
    raise exception '% on %.% refused: the audit trail is append-only', tg_op, tg_table_schema, tg_table_name
        using errcode = 'object_not_in_prerequisite_state';
end
$$;

create trigger event_append_only before update or delete or truncate on audit.event
    for each statement execute function audit.refuse();
create trigger checkpoint_append_only before update or delete or truncate on audit.checkpoint
    for each statement execute function audit.refuse();

-- Also where a session says it is a replica, which switches ordinary triggers off.
alter table audit.event enable always trigger event_append_only;
alter table audit.checkpoint enable always trigger checkpoint_append_only;
