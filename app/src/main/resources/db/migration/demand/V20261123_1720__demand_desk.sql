-- The signatures that an open request waits for, kept up as its facts change.
create table demand.gate_expected (
    use_case_id bigint not null references demand.use_case on delete cascade,
    criterion text not null,
    role text not null,
    primary key (use_case_id, criterion, role)
);
create index gate_expected_role on demand.gate_expected (role);
create index action_under_way on demand.action (ready) where state = 'UNDER_WAY';
create index appeal_waiting on demand.appeal (at) where outcome is null;
