-- What happened to the files of a use case: kept beside them, because a file that is put back forgets that it was taken
-- away, and the history of the use case tells both.
create table demand.attachment_step (
    id            bigint generated always as identity primary key,
    use_case_id   bigint      not null references demand.use_case (id) on delete cascade,
    attachment_id bigint      not null references demand.attachment (id) on delete cascade,
    at            timestamptz not null,
    by_id         bigint references identity.user_account,
    by_name       text        not null,
    act           text        not null check (act in ('ADDED', 'REMOVED', 'PUT_BACK'))
);
create index attachment_step_of on demand.attachment_step (use_case_id, id);

insert into demand.attachment_step (use_case_id, attachment_id, at, by_id, by_name, act)
select use_case_id, id, at, by_id, by_name, 'ADDED' from demand.attachment order by at;
insert into demand.attachment_step (use_case_id, attachment_id, at, by_name, act)
select use_case_id, id, deleted_at, coalesce(deleted_by, ''), 'REMOVED' from demand.attachment
where deleted_at is not null order by deleted_at;
