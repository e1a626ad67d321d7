-- How far what a pairing's collar has sent is evaluated, whose turn that is, and from where it can be done again.

-- Marks are found by an index and not by looking at every pairing there is. An update of a mark is not HOT any more; there is one for
-- each evaluation, not one for each group of readings.
create index pairing_dirty_idx on pairing (pairing_id) where dirty_from is not null;

-- Which machines there have been. The one that a process came with last is the one that counts.
create table evaluation_machine (
    version integer primary key,
    since   timestamptz not null
);

create table evaluation (
    pairing_id      bigint primary key references pairing on delete cascade,
    -- whose turn it is: times of the database's own clock
    owner           uuid,                        -- a run of a process; null: nobody's
    lease_until     timestamptz,                 -- whoever comes after that takes the turn over
    turn            bigint      not null,        -- grows with each claim; who was overtaken has another one
    claimed_from    timestamptz,                 -- the mark, as it was taken off the pairing; null once it is evaluated
    evaluated_at    timestamptz,
    failures        integer     not null default 0, -- in a row
    retry_at        timestamptz,
    -- how far it is: times of the collar
    machine         integer,                     -- the version that the state is of
    head_t          timestamptz,                 -- of the last observation in the state; null before the first
    state           bytea,
    readings        integer     not null default 0, -- in the state since the newest checkpoint
    motions         integer     not null default 0, -- likewise, pieces of motion that were labelled
    redo_from       timestamptz,                 -- what is found from there on is still to be held against another past
    labels_due_from timestamptz,                 -- motion from there on has no labels yet
    due_at          timestamptz                  -- it is to be looked at then, whether anything has come or not
) with (fillfactor = 50);
create index evaluation_due_idx on evaluation (due_at) where due_at is not null;
create index evaluation_claimed_idx on evaluation (lease_until) where claimed_from is not null;

-- What the machine remembered before the first observation at or after t, and how much came since the checkpoint before: late
-- readings are evaluated from the newest checkpoint before them until the state is what it was.
create table evaluation_checkpoint (
    pairing_id bigint      not null,
    t          timestamptz not null,
    machine    integer     not null,
    state      bytea       not null,
    readings   integer     not null,
    motions    integer     not null,
    primary key (pairing_id, t)
);

-- What a model made of motion, once and for all: another model later does not change what was found.
create table motion_label (
    pairing_id bigint      not null,
    t0         timestamptz not null, -- of the motion
    model      text        not null,
    windows    bytea       not null, -- see LabelCodec
    primary key (pairing_id, t0)
) partition by range (t0);

-- The time of the observation after which nothing later changes a row; null: there was none yet. By it a part of history is replaced.
alter table episode add column settled_t timestamptz;
alter table activity_bin add column settled_t timestamptz;
