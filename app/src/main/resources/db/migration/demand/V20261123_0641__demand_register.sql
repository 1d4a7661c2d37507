create schema demand;

create extension if not exists unaccent;

-- Accents and case do not matter when people search. The two-argument form of unaccent is stable only because a
-- dictionary could be changed; ours is not, so the wrapper may be called immutable and indexed.
create function demand.fold(t text) returns text
    language sql immutable strict parallel safe
    return lower(public.unaccent('public.unaccent'::regdictionary, t));

-- The next number of a year's identifiers; taken in the transaction that uses it, so that none is lost.
create table demand.numbering (
    year int primary key,
    last bigint not null
);

create table demand.use_case (
    id bigint generated always as identity primary key,
    code text not null unique,
    version bigint not null default 1,
    lang text not null check (lang in ('fr', 'en')),
    title text not null,
    problem text,
    baseline text,
    outcome text,
    beneficiaries text,
    alternative text,
    description text,
    domain text,
    translation jsonb,
    sponsor text,
    sponsor_id bigint references identity.user_account,
    business_owner text,
    business_owner_id bigint references identity.user_account,
    technical_owner text,
    technical_owner_id bigint references identity.user_account,
    unit_id bigint references identity.unit,
    kind text check (kind in ('NONE_RULES', 'CLASSICAL_ML', 'GENERATIVE', 'AGENT')),
    kind_read boolean not null default false,
    stage text check (stage in ('IDEA', 'QUALIFIED', 'FRAMED', 'PILOT', 'RUN', 'RETIRED')),
    ai_needed boolean,
    start_year int,
    end_year int,
    tags text[] not null default '{}',
    links jsonb not null default '[]',
    extra jsonb not null default '{}',
    source text,
    external_key text,
    need_verdict text not null check (need_verdict in ('CLEAR', 'CONDITIONAL', 'BLOCKING', 'UNKNOWN')),
    completeness int not null check (completeness between 0 and 100),
    created_at timestamptz not null,
    created_by text not null,
    updated_at timestamptz not null,
    updated_by text not null,
    archived_at timestamptz,
    search tsvector generated always as (
        setweight(to_tsvector('simple', demand.fold(code || ' ' || title || ' ' || coalesce(translation ->> 'title', '') || ' ' || coalesce(external_key, ''))), 'A')
        || setweight(to_tsvector('simple', demand.fold(
            coalesce(domain, '') || ' ' || coalesce(translation ->> 'domain', '') || ' ' || coalesce(sponsor, '') || ' ' || coalesce(business_owner, '') || ' '
            || coalesce(technical_owner, '') || ' ' || coalesce(source, ''))), 'B')
        || setweight(to_tsvector(case lang when 'fr' then 'french'::regconfig else 'english'::regconfig end, demand.fold(
            title || ' ' || coalesce(problem, '') || ' ' || coalesce(outcome, '') || ' ' || coalesce(beneficiaries, '') || ' '
            || coalesce(description, '') || ' ' || coalesce(baseline, '') || ' ' || coalesce(alternative, ''))), 'C')
        || setweight(to_tsvector(case lang when 'fr' then 'english'::regconfig else 'french'::regconfig end, demand.fold(
            coalesce(translation ->> 'title', '') || ' ' || coalesce(translation ->> 'problem', '') || ' ' || coalesce(translation ->> 'outcome', '') || ' '
            || coalesce(translation ->> 'beneficiaries', '') || ' ' || coalesce(translation ->> 'description', ''))), 'C')
    ) stored,
    -- A blank is an absence, never an empty text.
    check (title <> '' and coalesce(problem, 'x') <> '' and coalesce(domain, 'x') <> '' and coalesce(sponsor, 'x') <> '')
);

create unique index use_case_source_key on demand.use_case (source, external_key) where external_key is not null;
create index use_case_search on demand.use_case using gin (search) with (fastupdate = off);
create index use_case_tags on demand.use_case using gin (tags);
create index use_case_recent on demand.use_case (updated_at desc, id desc) where archived_at is null;
create index use_case_title on demand.use_case (lower(title), id) where archived_at is null;
-- Everything that lists count by, so that counting reads the index alone.
create index use_case_counts on demand.use_case (unit_id, stage, kind, need_verdict, start_year, completeness) where archived_at is null;
create index use_case_domain on demand.use_case (domain) where archived_at is null;
create index use_case_source on demand.use_case (source) where archived_at is null;
create index use_case_business_owner on demand.use_case (business_owner) where archived_at is null;

create table demand.revision (
    use_case_id bigint not null references demand.use_case on delete cascade,
    version bigint not null,
    at timestamptz not null,
    by_id bigint,
    by_name text not null,
    channel text not null,
    act text not null check (act in ('CREATED', 'EDITED', 'ARCHIVED', 'RESTORED', 'UNDONE', 'IMPORTED')),
    reason text,
    -- field -> {"before": …, "after": …}; empty when nothing but the state changed
    changes jsonb not null,
    -- the whole content before this version, so that it can be gone back to; absent for the first version
    content_before jsonb,
    primary key (use_case_id, version)
);

create table demand.comment (
    id bigint generated always as identity primary key,
    use_case_id bigint not null references demand.use_case on delete cascade,
    at timestamptz not null,
    by_id bigint references identity.user_account,
    by_name text not null,
    body text not null check (body <> ''),
    translation text,
    edited_at timestamptz,
    deleted_at timestamptz
);
create index comment_thread on demand.comment (use_case_id, id);

create table demand.attachment (
    id bigint generated always as identity primary key,
    use_case_id bigint not null references demand.use_case on delete cascade,
    at timestamptz not null,
    by_id bigint references identity.user_account,
    by_name text not null,
    name text not null,
    media_type text not null,
    bytes bigint not null,
    sha256 text not null,
    blob_id bigint not null,
    deleted_at timestamptz
);
create index attachment_of on demand.attachment (use_case_id, id);

create table demand.saved_view (
    id bigint generated always as identity primary key,
    user_id bigint not null references identity.user_account on delete cascade,
    name text not null check (name <> ''),
    query text not null,
    shared boolean not null default false,
    unique (user_id, name)
);

-- What Sextant read in the texts of a use case; computed anew when they or the knowledge change.
create table demand.reading (
    use_case_id bigint primary key references demand.use_case on delete cascade,
    version bigint not null,
    areas text[] not null,
    -- area -> the words that made one think of it
    evidence jsonb not null
);
create index reading_areas on demand.reading using gin (areas);

create table demand.cluster (
    id bigint generated always as identity primary key,
    label text not null,
    label_fr text not null,
    same boolean not null
);

create table demand.cluster_member (
    cluster_id bigint not null references demand.cluster on delete cascade,
    use_case_id bigint not null references demand.use_case on delete cascade,
    -- likeness to the cluster's most typical member, 0 to 1
    score double precision not null,
    shared text[] not null,
    shared_fr text[] not null,
    primary key (cluster_id, use_case_id)
);
create index cluster_of on demand.cluster_member (use_case_id);

create table demand.reading_state (
    one_row boolean primary key default true check (one_row),
    read_at timestamptz,
    knowledge jsonb not null default '[]'
);
insert into demand.reading_state default values;

-- A row here says that everything in this database is the demonstration's.
create table demand.demo (
    seeded_at timestamptz not null
);
