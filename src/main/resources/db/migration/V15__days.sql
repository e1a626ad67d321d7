-- Days of pets that nothing changes any more. They are written down before the readings behind them are dropped, and stay.

create table pet_day (
    pet_id           uuid        not null references pet on delete cascade,
    day              date        not null,
    time_zone        text        not null,          -- by which the day began and ended
    starts_at        timestamptz not null,
    ends_at          timestamptz not null,
    observed_s       real        not null,
    resting_s        real,                          -- null: unknown, here and below
    walking_s        real,
    running_s        real,
    playing_s        real,
    distance_m       real,
    resting_hr       real,                          -- median of the quarters of an hour, beats a minute
    resting_hr_bins  smallint    not null,
    resting_br       real,                          -- the same, breaths a minute
    resting_br_bins  smallint    not null,
    night_s          real,                          -- asleep in the night that ended on this day
    naps_s           real,
    naps             smallint,
    night_observed_s real        not null,          -- of the time from 20:00 of the evening before to 08:00
    noon_observed_s  real        not null,          -- of the time from 08:00 to 20:00
    goal_min         smallint    not null,
    goal_source      text        not null,
    streak           integer     not null,          -- days in a row, up to this one, that are known to have reached their goal
    sealed_at        timestamptz not null default now(),
    primary key (pet_id, day),
    check (starts_at < ends_at)
);

create table pet_seal (
    pet_id       uuid primary key references pet on delete cascade,
    sealed_day   date,                                       -- the last day that is sealed; null: none yet
    sealed_until timestamptz not null default '-infinity',   -- nothing before it is computed anew
    due_at       timestamptz not null default '-infinity'    -- when to look at this pet again
) with (fillfactor = 70);
create index pet_seal_due_idx on pet_seal (due_at);

-- What viewers have been shown and is no more; only for as long as they may still ask.
create table episode_gone (
    pairing_id bigint      not null,
    from_t     timestamptz not null,
    behaviour  smallint    not null,
    gone_at    timestamptz not null default now(),
    primary key (pairing_id, from_t, behaviour)
);
create index episode_gone_at_idx on episode_gone (gone_at);
