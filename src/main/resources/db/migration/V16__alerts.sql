-- Alerts, and what their rules remember. An alert is called by its pairing, its rule and when that began which it is about: whoever
-- judges the same readings anew comes to the same row.

create table alert (
    pairing_id      bigint      not null,
    rule            smallint    not null,     -- Rule's code
    since_t         timestamptz not null,     -- when it began
    pet_id          uuid        not null references pet on delete cascade,
    opened_at       timestamptz not null,     -- when it was found
    evidence        jsonb       not null,     -- numbers, each named with its unit
    lat_e6          integer,                  -- where the pet was then
    lon_e6          integer,
    accuracy_m      real,
    acknowledged_at timestamptz,
    acknowledged_by uuid references account on delete set null,
    resolved_at     timestamptz,
    ending          text,                     -- Ending's name
    resolved_by     uuid references account on delete set null,
    changed_at      timestamptz not null,     -- by the clock of the database
    primary key (pairing_id, since_t, rule),
    check ((resolved_at is null) = (ending is null))
);
create unique index alert_open_key on alert (pet_id, rule) where resolved_at is null;
create index alert_pet_idx on alert (pet_id, opened_at, pairing_id, rule);
create index alert_resolved_idx on alert (resolved_at) where resolved_at is not null;
create index alert_changed_idx on alert (pet_id, changed_at);
create index alert_acknowledged_by_idx on alert (acknowledged_by) where acknowledged_by is not null;
create index alert_resolved_by_idx on alert (resolved_by) where resolved_by is not null;

create table alert_state (
    pairing_id    bigint primary key references pairing on delete cascade,
    memory        jsonb       not null default '{}',
    silent_since  timestamptz,                -- its collar is offline, and was last heard then
    check_at      timestamptz                 -- when time alone may change something; null: only readings can
) with (fillfactor = 70);
create index alert_state_check_idx on alert_state (check_at) where check_at is not null and silent_since is null;
create index alert_state_silent_idx on alert_state (check_at) where check_at is not null and silent_since is not null;

-- The sweep is done by whichever process comes first when it is due.
create table alert_sweep (
    single          boolean primary key default true check (single),
    swept_at        timestamptz not null,
    listening_since timestamptz not null      -- since when there has been no long time without a sweep
);

-- Whose phone is with the pet.
create table companion (
    pet_id     uuid        not null references pet on delete cascade,
    account_id uuid        not null references account on delete cascade,
    since      timestamptz not null,
    expires_at timestamptz not null,
    primary key (pet_id, account_id)
);
create index companion_account_idx on companion (account_id);
create index companion_expiry_idx on companion (expires_at);

-- A pet that is looked for.
create table lost_mode (
    pet_id            uuid primary key references pet on delete cascade,
    started_by        uuid references account on delete set null,
    since             timestamptz not null,
    ends_at           timestamptz not null,
    report_interval_s integer     not null check (report_interval_s > 0),
    link_hash         bytea unique,           -- SHA-256 of the token that opens the live link; null: there is none
    link_precision    text check (link_precision in ('exact', '100m', '1km')),
    link_ends_at      timestamptz,            -- only an owner moves it on
    check ((link_hash is null) = (link_precision is null)),
    check ((link_hash is null) = (link_ends_at is null))
);
create index lost_mode_starter_idx on lost_mode (started_by) where started_by is not null;
create index lost_mode_end_idx on lost_mode (ends_at);
