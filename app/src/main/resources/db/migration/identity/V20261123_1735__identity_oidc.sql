-- Who an account is at the service by which the company's people sign in (OpenID Connect): bound once.
create table identity.oidc_binding (
    issuer   text        not null,
    subject  text        not null,
    user_id  bigint      not null unique references identity.user_account (id),
    bound_at timestamptz not null,
    -- The roles that groups gave at the last sign-in, as ROLE@unit: those of groups left since are taken back.
    given    text[]      not null default '{}',
    primary key (issuer, subject)
);
