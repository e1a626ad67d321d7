-- Who did what. Rows are only ever added; each holds the (keyed) hash of the one before it in the run of its process, so
-- that a change, a removal or a reordering shows. Runs hold the heads of one another in their anchor rows.

create table audit (
    run            uuid        not null, -- of the process that wrote it
    n              bigint      not null, -- 1 is a run's first
    at             timestamptz not null,
    actor          bytea,                -- a pseudonym; null: nobody in particular, or somebody whose account is gone
    action         text        not null,
    object         text        not null,
    outcome        text        not null,
    address        bytea,                -- a keyed hash
    correlation_id text,
    previous       bytea       not null, -- hash of row n - 1
    hash           bytea       not null,
    primary key (run, n)
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only ever added to' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
-- also where a session says that it is a replica
alter table audit enable always trigger audit_append_only;

-- The key of an account's pseudonym. It goes with the account; then nothing ties the pseudonym to it any more.
create table audit_actor (
    account_id uuid primary key references account on delete cascade,
    key        bytea not null
);
