-- Signing in. Whoever may read this database can neither sign in with it nor continue a session: passwords are Argon2id,
-- every token is kept as its SHA-256, and the successor of a refresh token is enciphered under a key derived from that token.

-- An address is somebody's once its mail has been answered. Until then any number of accounts may claim it, so that
-- registering tells nobody whether the address has an account.
alter table account drop constraint account_email_hash_key;
create unique index account_email_key on account (email_hash) where verified_at is not null;
create index account_email_claim_idx on account (email_hash, created_at) where verified_at is null;

-- A session is a family of refresh tokens: one sign-in on one device.
create table session (
    session_id   uuid primary key,
    account_id   uuid        not null references account on delete cascade,
    scopes       text[]      not null,
    device       bytea,                -- what the device called itself, enciphered
    created_at   timestamptz not null,
    last_used_at timestamptz not null,
    expires_at   timestamptz not null, -- when its newest refresh token is no longer good
    ended_at     timestamptz,
    end_reason   text check (end_reason in ('logout', 'logout_all', 'ended', 'reuse', 'password', 'reset', 'admin'))
);
create index session_account_idx on session (account_id, created_at);
create index session_expiry_idx on session (expires_at);

create table refresh_token (
    token_hash bytea primary key,
    session_id uuid        not null references session on delete cascade,
    expires_at timestamptz not null,
    spent_at   timestamptz,
    -- the pair that it was exchanged for, for a retry whose answer was lost
    successor  bytea
);
create index refresh_token_session_idx on refresh_token (session_id);

-- Failed sign-ins: by the keyed hash of the e-mail address, whether it has an account or not, or by the hash of a device
-- that has signed in before. A known device is counted apart, so that strangers cannot keep its owner out.
create table sign_in_attempt (
    counter      bytea primary key,
    failures     integer     not null,
    lockouts     integer     not null default 0, -- in a row; each is twice as long as the one before
    locked_until timestamptz,
    last_at      timestamptz not null
) with (fillfactor = 80);
create index sign_in_attempt_last_idx on sign_in_attempt (last_at);

create table device (
    device_hash  bytea primary key,
    account_id   uuid        not null references account on delete cascade,
    last_used_at timestamptz not null
);
create index device_account_idx on device (account_id, last_used_at);

-- What a mail's link carries. One for each purpose and account: the newest.
create table mail_token (
    token_hash bytea primary key,
    account_id uuid        not null references account on delete cascade,
    purpose    text        not null check (purpose in ('verify', 'reset')),
    expires_at timestamptz not null,
    unique (account_id, purpose)
);

-- Mails that are still to be sent.
create table mail (
    mail_id        uuid primary key,
    template       text        not null,
    recipient      bytea       not null, -- enciphered
    recipient_hash bytea       not null,
    content        bytea       not null, -- what the template leaves open, as JSON, enciphered
    attempts       integer     not null default 0,
    due_at         timestamptz not null,
    created_at     timestamptz not null
);
create index mail_due_idx on mail (due_at);
create index mail_recipient_idx on mail (recipient_hash, created_at);
