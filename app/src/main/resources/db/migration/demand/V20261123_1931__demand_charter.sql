-- Lines of the charter have an order, a reason, and know which line they replace.
alter table demand.red_line add column position integer;
update demand.red_line set position = id;
alter table demand.red_line alter column position set not null;
alter table demand.red_line add column replaces bigint references demand.red_line;
alter table demand.red_line add column since_why text;
alter table demand.red_line add column until_why text;
create unique index red_line_replaces on demand.red_line (replaces) where replaces is not null;
create index red_line_answer_line on demand.red_line_answer (red_line_id, crossed);

-- Counts the changes of the charter, so that who edits an older state is told.
create table demand.charter (
    one_row boolean primary key default true check (one_row),
    version bigint not null default 1
);
insert into demand.charter default values;
