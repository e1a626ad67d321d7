-- Portions follow from what the food holds.
alter table pet
    add column food_kcal_per_100g real check (food_kcal_per_100g between 10 and 1000); -- metabolisable energy, as fed

-- What people say to what was found: one row for each person and event, the latest verdict. It is kept until its person or its pet is
-- erased, with the event as it was, which may be gone from the timeline by now.
create table feedback (
    feedback_id    uuid        primary key,    -- a keyed hash of whose it is and of the event: a later verdict takes the row
    account_id     uuid        references account on delete cascade, -- null: who holds the demo household's secret
    event_sealed   bytea       not null,       -- the event's id as it was given; v1 takes any text
    verdict        text        not null check (verdict in ('correct', 'incorrect', 'unclear')), -- unclear: v1's free text
    corrected      text,                       -- what it was, in the person's view
    note_sealed    bytea,
    segment_sealed bytea,                      -- v1: whatever the app sent along
    said_at        timestamptz,                -- v1: the app's own time
    may_train      boolean     not null default false, -- the person agreed that a model may learn from it
    given_at       timestamptz not null,
    -- the event as it was; all null where there was none of this name that the person may see
    pet_id         uuid        references pet on delete cascade,
    pairing_id     bigint,
    behaviour      smallint,                   -- Behaviour's code
    from_t         timestamptz,
    to_t           timestamptz,
    confidence     real,                       -- before calibration
    coverage       real,
    model          text,
    evidence       jsonb,
    windows        jsonb,                      -- labels and features of its motion, where there are any
    check (num_nulls(pet_id, pairing_id, behaviour, from_t, to_t, confidence, coverage, model, evidence) in (0, 9))
);
create index feedback_account_idx on feedback (account_id);
create index feedback_pet_idx on feedback (pet_id, from_t);
create index feedback_event_idx on feedback (pairing_id, from_t);
create index feedback_unmatched_idx on feedback (account_id) where pet_id is null;
create index feedback_segment_idx on feedback (account_id) where segment_sealed is not null;
create index feedback_given_idx on feedback (given_at);
