-- What people answered to the questions of the intake, by the name of the fact.
create table demand.answer (
    use_case_id bigint not null references demand.use_case on delete cascade,
    fact text not null check (fact <> ''),
    value jsonb not null,
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    primary key (use_case_id, fact)
);

-- Somebody asks that a use case may pass to a stage; the clock of the promised answer runs.
create table demand.gate_request (
    id bigint generated always as identity primary key,
    use_case_id bigint not null references demand.use_case on delete cascade,
    stage text not null check (stage in ('QUALIFIED', 'FRAMED', 'PILOT', 'RUN', 'RETIRED')),
    lane text not null,
    edition text not null,
    days integer not null check (days >= 0),
    promised date not null,
    note text,
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    state text not null default 'OPEN' check (state in ('OPEN', 'ANSWERED', 'WITHDRAWN')),
    waiting_since timestamptz,
    waited_days integer not null default 0,
    closed_at timestamptz,
    check ((state = 'OPEN') = (closed_at is null))
);
create unique index gate_request_open on demand.gate_request (use_case_id) where state = 'OPEN';
create index gate_request_promised on demand.gate_request (promised, id) where state = 'OPEN';
create index gate_request_use_case on demand.gate_request (use_case_id, id);

-- What those who decide ask those who asked; the clock stands still until they reply.
create table demand.gate_question (
    id bigint generated always as identity primary key,
    request_id bigint not null references demand.gate_request on delete cascade,
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    body text not null,
    replied_at timestamptz,
    reply_by_id bigint,
    reply_by_name text,
    reply text,
    check ((replied_at is null) = (reply is null))
);
create index gate_question_request on demand.gate_question (request_id, id);

create table demand.decision (
    id bigint generated always as identity primary key,
    use_case_id bigint not null references demand.use_case on delete cascade,
    request_id bigint references demand.gate_request,
    stage text not null check (stage in ('QUALIFIED', 'FRAMED', 'PILOT', 'RUN', 'RETIRED')),
    answer text not null check (answer in ('GO', 'NOT_YET', 'NO', 'MERGE', 'STOP')),
    reason text not null check (reason <> ''),
    would_change text,
    instead text,
    into_id bigint references demand.use_case,
    review date,
    edition text not null,
    version bigint not null,
    snapshot text not null,
    digest bytea not null check (octet_length(digest) = 32),
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    fallen_at timestamptz,
    fallen_why jsonb,
    check ((answer = 'MERGE') = (into_id is not null))
);
create index decision_use_case on demand.decision (use_case_id, id);

-- The word of one person that a criterion is met, on the facts they saw.
create table demand.gate_signature (
    id bigint generated always as identity primary key,
    use_case_id bigint not null references demand.use_case on delete cascade,
    stage text not null,
    criterion text not null,
    role text not null,
    note text,
    basis jsonb not null,
    at timestamptz not null,
    by_id bigint not null,
    by_name text not null,
    fallen_at timestamptz,
    fallen_why jsonb
);
create unique index gate_signature_standing on demand.gate_signature (use_case_id, criterion, role) where fallen_at is null;

create table demand.gate_waiver (
    id bigint generated always as identity primary key,
    use_case_id bigint not null references demand.use_case on delete cascade,
    criterion text not null,
    role text not null,
    from_day date not null,
    until_day date not null check (until_day >= from_day),
    reason text not null check (reason <> ''),
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    withdrawn_at timestamptz
);
create unique index gate_waiver_standing on demand.gate_waiver (use_case_id, criterion) where withdrawn_at is null;

-- Somebody does not accept a decision; another person than the one who took it answers.
create table demand.appeal (
    id bigint generated always as identity primary key,
    decision_id bigint not null references demand.decision on delete cascade,
    reason text not null check (reason <> ''),
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    outcome text check (outcome in ('UPHELD', 'OVERTURNED')),
    answer text,
    answered_at timestamptz,
    answered_by_id bigint,
    answered_by_name text,
    check ((outcome is null) = (answered_at is null) and (outcome is null) = (answer is null))
);
create unique index appeal_open on demand.appeal (decision_id) where outcome is null;

-- A remedy of the path to yes that somebody took up; for all use cases where it serves all.
create table demand.action (
    id bigint generated always as identity primary key,
    use_case_id bigint references demand.use_case on delete cascade,
    remedy text not null,
    state text not null check (state in ('UNDER_WAY', 'DONE', 'DROPPED')),
    owner_role text not null,
    owner_id bigint,
    owner_name text,
    ready date not null,
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    closed_at timestamptz,
    check ((state = 'UNDER_WAY') = (closed_at is null))
);
create unique index action_standing on demand.action (coalesce(use_case_id, 0), remedy) where state <> 'DROPPED';

alter table demand.revision drop constraint revision_act_check;
alter table demand.revision add constraint revision_act_check
    check (act in ('CREATED', 'EDITED', 'ARCHIVED', 'RESTORED', 'UNDONE', 'IMPORTED', 'PASSED'));

-- Until when it was looked whether the signatures and the go on a use case still stand.
create table demand.gate_watch (
    use_case_id bigint primary key references demand.use_case on delete cascade,
    version bigint not null
);

-- The company's charter: uses it does not want, whatever they bring. A line that changes is a new line; the old one stays
-- readable under what was decided on it.
create table demand.red_line (
    id bigint generated always as identity primary key,
    fr text not null check (fr <> ''),
    en text not null check (en <> ''),
    since timestamptz not null,
    since_by text not null,
    until timestamptz,
    until_by text
);
insert into demand.red_line (fr, en, since, since_by) values
    ('Noter ou classer des personnes d’après leur comportement social ou leur vie privée', 'Scoring or ranking people by their social behaviour or private life', now(), 'Sextant'),
    ('Déduire les émotions des salariés ou des candidats', 'Inferring the emotions of employees or applicants', now(), 'Sextant'),
    ('Surveiller une personne à son insu', 'Watching a person without their knowledge', now(), 'Sextant'),
    ('Décider seul, sans recours à une personne, d’un emploi, d’un soin, d’un crédit ou d’une prestation', 'Deciding alone, with no person to turn to, on a job, a treatment, a loan or a benefit', now(), 'Sextant'),
    ('Imiter une personne, ou se faire passer pour un humain, sans le dire', 'Imitating a person, or passing for a human, without saying so', now(), 'Sextant'),
    ('Exploiter la faiblesse d’une personne pour la faire agir contre son intérêt', 'Using a person’s weakness to make them act against their interest', now(), 'Sextant');

-- Whether a use case crosses a red line, as somebody examined it.
create table demand.red_line_answer (
    use_case_id bigint not null references demand.use_case on delete cascade,
    red_line_id bigint not null references demand.red_line,
    crossed boolean not null,
    note text,
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    primary key (use_case_id, red_line_id)
);

-- Two use cases that look alike and are not the same, and what makes the difference.
create table demand.distinction (
    use_case_id bigint not null references demand.use_case on delete cascade,
    other_id bigint not null references demand.use_case on delete cascade,
    reason text not null check (reason <> ''),
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    primary key (use_case_id, other_id),
    check (use_case_id <> other_id)
);

-- A comment may be a concern, which waits for an answer.
alter table demand.comment add column concern boolean not null default false;
alter table demand.comment add column settled_at timestamptz;
alter table demand.comment add column settled_by text;
