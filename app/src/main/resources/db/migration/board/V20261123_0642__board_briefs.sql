create schema board;

-- What the board was shown, as it was: never changed afterwards.
create table board.brief (
    id bigint generated always as identity primary key,
    made_at timestamptz not null,
    made_by_id bigint,
    made_by text not null,
    title text not null check (title <> ''),
    unit_id bigint references identity.unit,
    -- Not jsonb: the order of its tallies is part of what was said.
    content json not null
);
create index brief_recent on board.brief (made_at desc, id desc);
