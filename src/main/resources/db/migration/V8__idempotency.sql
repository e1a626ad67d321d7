-- Requests that may come again: each by its account and the hash of its Idempotency-Key, for a day.
create table idempotency (
    idempotency_id uuid        primary key,
    account_id     uuid        not null references account on delete cascade,
    pet_id         uuid        references pet on delete cascade, -- whose path it was asked under
    key_hash       bytea       not null,
    request_hash   bytea       not null, -- of method, path and body
    attempt        uuid        not null, -- the one that may change something
    attempt_until  timestamptz not null, -- by then it has ended, or the process has
    took_effect    boolean     not null default false, -- set in the transaction of the change itself
    answer         bytea,                -- an envelope; null: none yet
    created_at     timestamptz not null,
    unique (account_id, key_hash)
);
create index idempotency_created_idx on idempotency (created_at);
create index idempotency_pet_idx on idempotency (pet_id);
