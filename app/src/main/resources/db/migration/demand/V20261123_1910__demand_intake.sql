-- Who asked for a use case: they may amend it until it is qualified.
alter table demand.use_case add column requester_id bigint references identity.user_account;
update demand.use_case c set requester_id = r.by_id
    from demand.revision r where r.use_case_id = c.id and r.version = 1 and r.act = 'CREATED' and r.by_id is not null;

-- A demand that somebody is writing, or the change of one that was answered. Nobody else reads it before it is sent; then
-- its row is the memory that it was.
create table demand.intake_draft (
    id uuid primary key,
    owner_id bigint not null references identity.user_account,
    lang text not null check (lang in ('fr', 'en')),
    -- What is typed, by the name of the field, and what it was when the draft began.
    fields jsonb not null default '{}',
    base jsonb not null default '{}',
    -- Texts that another window wrote and this one wrote over.
    aside jsonb not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    amends_id bigint references demand.use_case on delete cascade,
    state text not null default 'OPEN' check (state in ('OPEN', 'SENT', 'JOINED', 'EXPIRED')),
    result_id bigint references demand.use_case on delete cascade,
    check ((state in ('SENT', 'JOINED')) = (result_id is not null))
);
create index intake_draft_owner on demand.intake_draft (owner_id, updated_at desc) where state in ('OPEN', 'EXPIRED');
create index intake_draft_old on demand.intake_draft (updated_at) where state = 'OPEN';
create unique index intake_draft_amends on demand.intake_draft (owner_id, amends_id) where state = 'OPEN' and amends_id is not null;
create index use_case_requester on demand.use_case (requester_id) where requester_id is not null;
