-- Who: households own pets, collars are worn by pets. A pairing says which collar was on which pet from when to when;
-- everything a collar sends belongs to a pairing, so a resold collar carries nothing over and erasure is one column.

create table household (
    household_id bigint generated always as identity primary key,
    name         text        not null,
    is_demo      boolean     not null default false,
    created_at   timestamptz not null default now()
);
-- The demo household is fixed: there is one at the most.
create unique index household_demo_key on household (is_demo) where is_demo;

create table pet (
    pet_id       uuid primary key default gen_random_uuid(),
    household_id bigint      not null references household,
    name         text        not null,
    species      text        not null default 'dog' check (species in ('dog', 'cat')),
    time_zone    text        not null default 'UTC',
    created_at   timestamptz not null default now()
);
create index pet_household_idx on pet (household_id);

create table collar (
    collar_id       bigint generated always as identity primary key,
    serial          text        not null unique,
    -- null: the collar has no credential of its own (yet); SHA-256 of one otherwise
    credential_hash bytea,
    firmware        text,
    battery_pct     real,
    last_seen_at    timestamptz,
    -- transport only: the last frame number of this collar known to be committed; may lag behind after a crash
    last_seq        bigint      not null default 0,
    created_at      timestamptz not null default now()
) with (fillfactor = 80);

create table pairing (
    pairing_id bigint generated always as identity primary key,
    collar_id  bigint      not null references collar,
    pet_id     uuid        not null references pet,
    valid_from timestamptz not null,
    valid_to   timestamptz not null default 'infinity',
    -- the oldest time from which what is derived from the readings must be computed anew; null: nothing to do
    dirty_from timestamptz,
    check (valid_from < valid_to)
) with (fillfactor = 70);
create index pairing_collar_idx on pairing (collar_id, valid_from);
create index pairing_pet_idx on pairing (pet_id, valid_from);
-- one collar is on one pet at a time
create unique index pairing_open_collar_key on pairing (collar_id) where valid_to = 'infinity';

-- What: one row a reading, in daily partitions that the process creates ahead and drops by retention.
-- There is no default partition: a reading outside every partition is an error that must be seen.
-- Every process that writes takes a number of its own when it starts. The time of a group is not enough to tell who
-- stored a row: two processes can write in the same microsecond.
create sequence writer_number as smallint minvalue 1 maxvalue 32767 cycle;

create table reading (
    pairing_id    bigint      not null,
    t             timestamptz not null, -- the collar's time
    received_at   timestamptz not null, -- the time of the group that stored it
    n             integer     not null, -- the reading's own counter among those that share t
    lat_e6        integer,              -- degrees * 1e6, WGS 84
    lon_e6        integer,
    hr            real,                 -- beats a minute
    br            real,                 -- breaths a minute
    accuracy_m    real,
    temperature_c real,
    battery_pct   real,
    skew_ms       integer,              -- receipt time minus sent_at
    activity      smallint,             -- 0 resting, 1 walking, 2 playing
    writer        smallint    not null default 0, -- the process that stored it; 0: none of ours
    primary key (pairing_id, t, n)
) partition by range (t);

create table motion (
    pairing_id  bigint      not null,
    t0          timestamptz not null, -- time of the first sample
    received_at timestamptz not null,
    rate_hz     real        not null,
    acc_scale   real        not null, -- g for one count
    writer      smallint    not null default 0, -- the process that stored it
    gyro_scale  real,                 -- deg/s for one count; null: no gyroscope
    samples     bytea       not null, -- little-endian int16: ax ay az [gx gy gz], interleaved
    primary key (pairing_id, t0)
) partition by range (t0);
-- sensor noise does not compress: do not try
alter table motion alter column samples set storage external;
