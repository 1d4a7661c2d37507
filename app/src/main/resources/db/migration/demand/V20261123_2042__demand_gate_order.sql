-- A desk reads its first lines in their order instead of sorting all that wait.
create index gate_request_waiting on demand.gate_request ((waiting_since is not null), promised, id) where state = 'OPEN';
-- Counting how the register stands asks of each use case whether it is there and in which unit, not for its texts.
create index use_case_live on demand.use_case (id) include (unit_id) where archived_at is null;
