-- Says something else whenever anything changed on which an act at the gate of a use case rests, so that nobody acts on
-- what they have not seen.
create function demand.gate_seen(bigint) returns text language sql stable as $$
    select left(md5(concat_ws('|',
        (select c.version from demand.use_case c where c.id = $1),
        (select concat(count(*), ' ', max(a.at)) from demand.answer a where a.use_case_id = $1),
        (select concat(count(*), ' ', max(a.at)) from demand.red_line_answer a where a.use_case_id = $1),
        (select concat(count(*), ' ', max(l.id)) from demand.red_line l where l.until is null),
        (select concat(count(*), ' ', max(d.at)) from demand.distinction d where d.use_case_id = $1),
        (select concat(count(*), ' ', max(s.id)) from demand.gate_signature s where s.use_case_id = $1 and s.fallen_at is null),
        (select concat(count(*), ' ', max(w.id)) from demand.gate_waiver w where w.use_case_id = $1 and w.withdrawn_at is null),
        (select concat(count(*), ' ', max(f.id)) from demand.attachment f where f.use_case_id = $1 and f.deleted_at is null),
        (select concat(count(*), ' ', count(*) filter (where k.state = 'OPEN'), ' ', count(*) filter (where k.state = 'ANSWERED'))
            from demand.concern k where k.use_case_id = $1),
        (select concat(count(*), ' ', max(d.id), ' ', max(d.fallen_at)) from demand.decision d where d.use_case_id = $1),
        (select concat(count(*), ' ', max(greatest(a.at, a.closed_at))) from demand.action a where a.use_case_id = $1),
        (select concat(r.id, ' ', r.promised, ' ', r.waiting_since, ' ',
                (select concat(count(*), ' ', count(q.reply)) from demand.gate_question q where q.request_id = r.id))
            from demand.gate_request r where r.use_case_id = $1 and r.state = 'OPEN'))), 16)
$$;
