-- What one person did, and what was done to their account, is told to them with everything else that is known of them.
create index audit_actor_idx on audit (actor, at, run, n) where actor is not null;
create index audit_person_idx on audit (object, at, run, n) where object like 'person:%';

-- What is sent late must not take the place of what is known by now.
alter table collar add column battery_at timestamptz; -- when the battery was as battery_pct says
