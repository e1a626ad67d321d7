-- What people want to be told, and what waits to be told. A person without a row has the defaults.

create table preference (
    account_id  uuid primary key references account on delete cascade,
    time_zone   text,                 -- of the IANA list
    quiet_from  time,
    quiet_to    time,
    -- by which ways somebody is told, for each category
    escape_by   text[]      not null,
    health_by   text[]      not null,
    device_by   text[]      not null,
    units       text        not null check (units in ('metric', 'imperial')),
    viewed_pets boolean     not null, -- also told of pets that they only look at
    updated_at  timestamptz not null,
    check ((quiet_from is null) = (quiet_to is null)),
    check (quiet_from is null or time_zone is not null)
);

-- Goes with the membership.
create table muted_pet (
    pet_id     uuid not null,
    account_id uuid not null,
    primary key (pet_id, account_id),
    foreign key (pet_id, account_id) references member on delete cascade
);
create index muted_pet_account_idx on muted_pet (account_id);

create table webhook (
    webhook_id      uuid primary key,
    account_id      uuid        not null references account on delete cascade,
    url             bytea       not null, -- an envelope: whoever knows it can post there
    host_hash       bytea       not null, -- keyed hash of host and port: what goes to one host is held back together
    secret          bytea       not null, -- an envelope: it signs, so it must be readable
    former_secret   bytea,                -- signs, too, for a while
    former_until    timestamptz,
    created_at      timestamptz not null,
    failures        integer     not null default 0, -- attempts that failed in a row
    failing_since   timestamptz,          -- the first of them
    attempted_at    timestamptz,
    status          integer,              -- of the last answer; null: there was none
    problem         text,                 -- why there was none
    disabled_at     timestamptz,
    disabled_reason text check (disabled_reason in ('gone', 'failing'))
);
create index webhook_account_idx on webhook (account_id, created_at);

-- The outbox: one row for each person and way. It stays for a while after it is over, so that nothing is told twice.
create table notice (
    notice_id  uuid primary key,
    account_id uuid        not null references account on delete cascade,
    pet_id     uuid        not null references pet on delete cascade,
    webhook_id uuid        references webhook on delete cascade, -- null: by mail
    category   text        not null check (category in ('escape', 'health', 'device')),
    key        text        not null, -- what is told once
    kind       text        not null,
    facts      bytea,                -- JSON in an envelope; null: it is over
    at         timestamptz not null, -- when it came about
    attempts   integer     not null default 0,
    due_at     timestamptz not null,
    is_held    boolean     not null default false, -- it waits for the end of quiet hours, and nobody has taken it yet
    created_at timestamptz not null,
    over_at    timestamptz,
    outcome    text check (outcome in ('delivered', 'given_up', 'dropped')),
    unique nulls not distinct (account_id, webhook_id, key),
    check ((over_at is null) = (outcome is null))
);
create index notice_mail_due_idx on notice (due_at) where over_at is null and webhook_id is null;
create index notice_webhook_due_idx on notice (due_at) where over_at is null and webhook_id is not null;
create index notice_over_idx on notice (over_at) where over_at is not null;
create index notice_pet_idx on notice (pet_id);
create index notice_webhook_idx on notice (webhook_id) where webhook_id is not null;
