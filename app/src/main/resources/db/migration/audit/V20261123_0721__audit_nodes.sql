-- Hashes of the perfect subtrees of 256 changes, so that a proof reads hundreds of rows and not all of them. They are
-- derived from the fingerprints: a proof made from them is checked against a signed root before it is given out.
create table audit.node (
    position bigint primary key check (position >= 0),
    hash     bytea  not null check (octet_length(hash) = 32)
);

comment on column audit.node.position is 'The subtree covers the changes position * 256 + 1 to position * 256 + 256';
