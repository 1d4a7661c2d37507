-- What is asked of every use case that something waits for: whether it is there, its unit and its owners, without its texts.
drop index demand.use_case_live;
create index use_case_live on demand.use_case (id) include (unit_id, business_owner_id, technical_owner_id)
    where archived_at is null;

-- What somebody asked for themselves, in the order of the desk.
create index gate_request_asker on demand.gate_request (by_id, promised, id) where state = 'OPEN';

-- Whether where a use case stands is out of date.
create index gate_stale_use_case on demand.gate_stale (use_case_id);

-- Moves with every change of a request, before it is committed: what was reckoned of all requests is kept by this number.
create sequence demand.gate_request_version;

create function demand.gate_request_moved() returns trigger language plpgsql as $$
begin
    perform nextval('demand.gate_request_version');
    return null;
end $$;

create trigger gate_request_moved after insert or update or delete on demand.gate_request
    for each statement execute function demand.gate_request_moved();
