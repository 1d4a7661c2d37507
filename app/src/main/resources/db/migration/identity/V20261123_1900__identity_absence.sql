-- Somebody is away for some days, and who stands in for them meanwhile, where they named anybody.
create table identity.absence (
    id               bigint generated always as identity primary key,
    user_id          bigint      not null references identity.user_account (id),
    stand_in_id      bigint      references identity.user_account (id),
    from_day         date        not null,
    until_day        date        not null,
    declared_at      timestamptz not null,
    declared_by_id   bigint,
    declared_by_name text        not null,
    -- Ended before its last day.
    ended_at         timestamptz,
    -- The stand-in gave it back, or their account was closed: nobody stands in since.
    released_at      timestamptz,
    check (from_day <= until_day),
    check (user_id <> stand_in_id)
);
create index absence_person on identity.absence (user_id, until_day);
create index absence_stand_in on identity.absence (stand_in_id, until_day) where ended_at is null and released_at is null;
create index absence_days on identity.absence (until_day, from_day) where ended_at is null;
