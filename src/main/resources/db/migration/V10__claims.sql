-- An account that only claims its address may do nothing to what hangs on that address: it belongs to who has proved it.

-- Whose mail it is, where it is of an account: it goes with it. Others (an invitation, a notice about a claim) are of the address.
alter table mail add column account_id uuid references account on delete cascade;
create index mail_account_idx on mail (account_id);

-- Several of a kind may be open, or whoever asks for another one would make the one before useless.
alter table mail_token drop constraint mail_token_account_id_purpose_key;
create index mail_token_account_idx on mail_token (account_id, purpose);

-- How often mails to an address were asked for lately, by somebody who need not be its owner.
create table address_mail (
    counter bytea primary key, -- keyed hash of the address and of what was asked for
    asked   integer     not null,
    since   timestamptz not null,
    last_at timestamptz not null
) with (fillfactor = 80);
create index address_mail_since_idx on address_mail (since);

-- When somebody was written to that an account, which was never confirmed and has pets, will be erased.
alter table account add column erasure_told_at timestamptz;
