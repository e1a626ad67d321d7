-- Access tokens that are no longer good although they have not expired. Rows go when what they name has expired anyway.

create table revocation (
    revocation_id bigint generated always as identity primary key,
    kind       text        not null check (kind in ('token', 'session', 'account', 'collar')),
    subject    text        not null,           -- jti, session id, account id or a collar's serial
    epoch      integer     not null default 0, -- of an account: tokens with a smaller one are meant
    -- Not the transaction's beginning: a reader looks back from here, and a transaction may be long.
    revoked_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null
);
create index revocation_revoked_idx on revocation (revoked_at);
create index revocation_expires_idx on revocation (expires_at);
