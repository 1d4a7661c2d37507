-- Who was told that a request nears or passed its promise: once for each step of a promise.
create table demand.gate_escalation (
    request_id bigint not null references demand.gate_request on delete cascade,
    step text not null check (step in ('SOON', 'LATE', 'CIO')),
    promised date not null,
    at timestamptz not null,
    primary key (request_id, promised, step)
);
create index gate_escalation_at on demand.gate_escalation (at);
create index gate_request_closed on demand.gate_request (closed_at) where state <> 'OPEN';
