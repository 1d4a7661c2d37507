-- Whether those concerned were told that a waiver is about to end.
alter table demand.gate_waiver add column told_at timestamptz;
create index gate_waiver_ending on demand.gate_waiver (until_day) where withdrawn_at is null and told_at is null;
