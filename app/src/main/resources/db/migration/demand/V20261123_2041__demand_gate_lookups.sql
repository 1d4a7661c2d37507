-- What one use case's gate is read from is found without reading that of all others, fallen and ended rows included.
create index action_of on demand.action (use_case_id, id);
create index gate_signature_of on demand.gate_signature (use_case_id, id);
create index gate_waiver_of on demand.gate_waiver (use_case_id, id);
create index distinction_other on demand.distinction (other_id);
