-- What the columns of a file say is confirmed by hand before it is read, and the long parts run in the background.
alter table identity.directory_import
    drop constraint directory_import_state_check,
    add constraint directory_import_state_check
        check (state in ('BROUGHT', 'CHECKED', 'APPLYING', 'APPLIED', 'UNDOING', 'UNDONE')),
    add column rows integer not null default 0,
    add column columns jsonb not null default '[]',
    add column job_id bigint;

-- The columns that are not read were kept by themselves; now each column is kept with what it says.
update identity.directory_import i set
    rows = (select count(*) from identity.directory_row r where r.import_id = i.id and r.number > 0),
    columns = (select coalesce(jsonb_agg(jsonb_build_object('index', n - 1, 'heading', heading, 'samples', '[]'::jsonb,
        'filled', 0, 'field', null, 'remembered', false) order by n), '[]') from unnest(ignored) with ordinality as c (heading, n));
alter table identity.directory_import drop column ignored;

-- The file itself, until it is carried out.
create table identity.directory_file (
    import_id bigint primary key references identity.directory_import on delete cascade,
    content bytea not null
);

-- What somebody said that a heading says, where that is not what it is known for; no field: the column is not read.
create table identity.directory_heading (
    heading text primary key,
    field text
);

-- What is still to be done, in its order.
create index directory_row_outcome on identity.directory_row (import_id, outcome, seq);
