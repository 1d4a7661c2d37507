-- Where each use case stands before its next gate, as last reckoned: a copy of what its facts say, so that one question
-- can be asked of the whole register. Rows of use cases that are gone are left until they are swept.
create table demand.gate_standing (
    use_case_id bigint primary key,
    edition text not null,
    stage text not null,
    lane text not null,
    state text not null check (state in ('OPEN', 'SIGN', 'NOT_YET', 'IMPOSSIBLE')),
    -- the criteria that wait for a remedy
    criteria text[] not null,
    -- how many look-alikes were still to be told apart
    alike bigint not null,
    at timestamptz not null
);
create index gate_standing_criteria on demand.gate_standing using gin (criteria);

-- Use cases whose standing is to be reckoned again, once per change: no key, so that nobody waits for anybody.
create table demand.gate_stale (
    id bigint generated always as identity primary key,
    use_case_id bigint not null
);

-- On what all standings rest besides the use cases themselves, and when the last of them was reckoned.
create table demand.gate_standing_state (
    one_row boolean primary key default true check (one_row),
    basis text not null default '',
    read_at timestamptz,
    at timestamptz
);
insert into demand.gate_standing_state default values;

create function demand.standing_stale() returns trigger language plpgsql as $$
begin
    insert into demand.gate_stale (use_case_id) select distinct use_case_id from changed;
    return null;
end $$;

create function demand.standing_stale_use_case() returns trigger language plpgsql as $$
begin
    insert into demand.gate_stale (use_case_id) select id from changed;
    return null;
end $$;

create function demand.standing_stale_distinction() returns trigger language plpgsql as $$
begin
    insert into demand.gate_stale (use_case_id) select use_case_id from changed union select other_id from changed;
    return null;
end $$;

create trigger standing_insert after insert on demand.use_case referencing new table as changed
    for each statement execute function demand.standing_stale_use_case();
create trigger standing_update after update on demand.use_case referencing new table as changed
    for each statement execute function demand.standing_stale_use_case();
create trigger standing_delete after delete on demand.use_case referencing old table as changed
    for each statement execute function demand.standing_stale_use_case();
create trigger standing_insert after insert on demand.distinction referencing new table as changed
    for each statement execute function demand.standing_stale_distinction();

do $$
declare
    fact text;
begin
    foreach fact in array array['answer', 'gate_signature', 'gate_waiver', 'red_line_answer', 'attachment', 'comment', 'decision'] loop
        execute format('create trigger standing_insert after insert on demand.%I referencing new table as changed
            for each statement execute function demand.standing_stale()', fact);
        execute format('create trigger standing_update after update on demand.%I referencing new table as changed
            for each statement execute function demand.standing_stale()', fact);
        execute format('create trigger standing_delete after delete on demand.%I referencing old table as changed
            for each statement execute function demand.standing_stale()', fact);
    end loop;
end $$;
