-- People. What names them is enciphered (an envelope with the key's id inside); an e-mail address is found by its keyed hash.

create table account (
    account_id    uuid primary key default gen_random_uuid(),
    email_hash    bytea unique,          -- null: an account of another issuer that tells no address
    email         bytea,
    name          bytea,
    phone         bytea,
    password_hash text,                  -- PHC string; null: signs in elsewhere
    issuer        text,                  -- of another issuer; null: our own
    subject       text,
    epoch         integer     not null default 0, -- tokens with a smaller one are no longer good
    verified_at   timestamptz,           -- when the e-mail address was proved
    created_at    timestamptz not null default now(),
    unique (issuer, subject)
);

-- Who may do what with a pet. The owner's household owns it; everybody else was invited.
create table member (
    pet_id     uuid        not null references pet on delete cascade,
    account_id uuid        not null references account on delete cascade,
    role       text        not null check (role in ('owner', 'carer', 'viewer', 'vet')),
    -- how exactly the pet's position is told: an owner is always told exactly
    precision  text        not null default 'hidden' check (precision in ('exact', '100m', '1km', 'hidden')),
    expires_at timestamptz not null default 'infinity',
    created_at timestamptz not null default now(),
    primary key (pet_id, account_id)
);
create index member_account_idx on member (account_id);

-- A household is of the account that made it; the demo's is of nobody.
alter table household add column account_id uuid unique references account on delete cascade;
