-- What pets do, computed from readings and motion. Both tables can be computed anew for as long as the readings are kept, and
-- outlive them.

create table episode (
    pairing_id bigint      not null,
    from_t     timestamptz not null,
    behaviour  smallint    not null,          -- Behaviour's code
    to_t       timestamptz not null,          -- at most 24 hours after from_t
    is_open    boolean     not null,          -- what comes next may prolong it
    confidence real        not null check (confidence between 0 and 1), -- before feedback has calibrated it
    coverage   real        not null check (coverage between 0 and 1),   -- how much of its time was observed
    model      text        not null,          -- what found it
    evidence   jsonb       not null,          -- numbers, each named with its unit
    updated_at timestamptz not null default now(),
    primary key (pairing_id, from_t, behaviour),
    check (from_t <= to_t)
);

create table activity_bin (
    pairing_id          bigint      not null,
    start_t             timestamptz not null, -- a quarter of an hour begins
    observed_s          real        not null,
    resting_s           real        not null,
    walking_s           real        not null,
    running_s           real        not null,
    playing_s           real        not null,
    distance_m          real        not null,
    resting_hr          real,                 -- mean, beats a minute
    resting_hr_readings integer     not null,
    resting_br          real,                 -- mean, breaths a minute
    resting_br_readings integer     not null,
    readings            integer     not null,
    primary key (pairing_id, start_t)
);
