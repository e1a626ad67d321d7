-- Whose invitation it is: it goes with the one who sent it, also when that one is no owner any more. Those that were sent
-- before this was kept stay nobody's until they expire.
alter table invitation add column invited_by uuid references account on delete cascade;
create index invitation_sender_idx on invitation (invited_by);
