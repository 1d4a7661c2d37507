-- Whose place the author of a step took, where they stood in for somebody who was away.
alter table demand.revision add column for_id bigint, add column for_name text;

-- A stage that was moved by a decision: the decision knew it.
update demand.revision r set for_id = d.for_id, for_name = d.for_name
from demand.decision d
where r.act = 'PASSED' and d.for_name is not null and d.use_case_id = r.use_case_id and d.by_id = r.by_id
  and d.at between r.at - interval '5 seconds' and r.at + interval '5 seconds';
