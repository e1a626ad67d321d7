-- Households. Who may do what with a pet stands in member; everything that names a person, or says where one lives, is an
-- envelope of FieldCipher.

alter table pet
    -- In plain only where there is nobody to be named: a collar that registered itself gives its serial to its pet.
    alter column name drop not null,
    add column name_sealed    bytea,
    add column notes_sealed   bytea,
    add column food_sealed    bytea,
    add column breed          text,
    add column sex            text check (sex in ('female', 'male')),
    add column neutered       boolean,
    add column birth_date     date,
    add column weight_kg      real check (weight_kg > 0),
    add column body_condition smallint check (body_condition between 1 and 9), -- WSAVA's scale: 5 is ideal
    -- Where the grids of this pet's blurred positions lie. Never told to anybody.
    add column grid_seed      uuid        not null default gen_random_uuid(),
    add column updated_at     timestamptz not null default now(),
    -- Set when it is deleted: nobody sees it from then on, and what it left is taken away in pieces.
    add column erased_at      timestamptz,
    add constraint pet_name_check check (name is not null or name_sealed is not null or erased_at is not null);
create index pet_erased_idx on pet (erased_at) where erased_at is not null;

create table pet_weight (
    pet_id     uuid        not null references pet on delete cascade,
    weighed_on date        not null,
    weight_kg  real        not null check (weight_kg > 0),
    created_at timestamptz not null default now(),
    primary key (pet_id, weighed_on)
);

create table invitation (
    invitation_id     uuid primary key,
    pet_id            uuid        not null references pet on delete cascade,
    email_hash        bytea       not null, -- as account.email_hash
    email_sealed      bytea       not null,
    role              text        not null check (role in ('owner', 'carer', 'viewer', 'vet')),
    precision         text        not null check (precision in ('exact', '100m', '1km', 'hidden')),
    token_hash        bytea       not null unique, -- SHA-256; the token itself is in the mail and nowhere else
    expires_at        timestamptz not null,
    member_expires_at timestamptz not null default 'infinity',
    created_at        timestamptz not null default now()
    -- Gone when it is accepted or revoked: nothing is kept of who was invited.
);
create index invitation_pet_idx on invitation (pet_id, created_at);
create index invitation_email_idx on invitation (email_hash);

create table zone (
    zone_id      uuid primary key,
    pet_id       uuid        not null references pet on delete cascade,
    kind         text        not null check (kind in ('home', 'safe')),
    name_sealed  bytea       not null,
    shape_sealed bytea       not null,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
create index zone_pet_idx on zone (pet_id, created_at);

alter table collar
    -- Keyed hash of the code that lies in its box; null: it registered itself and nobody can claim it.
    add column claim_hash    bytea,
    add column credential_at timestamptz, -- since when it has the credential that it has
    -- An administrator has taken its credential away: it gets no other one until it is released.
    add column revoked_at    timestamptz;

-- How often something was tried lately, so that every process agrees: wrong claim codes, invitations.
create table household_attempt (
    counter  bytea primary key, -- keyed hash of what is counted
    attempts integer     not null,
    since    timestamptz not null
) with (fillfactor = 80);
create index household_attempt_since_idx on household_attempt (since);
