-- Whose place the author took, where they stood in for somebody who was away.
alter table demand.gate_signature add column for_id bigint, add column for_name text;
alter table demand.decision add column for_id bigint, add column for_name text;
alter table demand.gate_waiver add column for_name text;
alter table demand.gate_question add column for_name text, add column reply_for_name text;
alter table demand.appeal add column for_name text, add column answered_for_id bigint, add column answered_for_name text;
alter table demand.gate_request add column for_id bigint, add column for_name text;
