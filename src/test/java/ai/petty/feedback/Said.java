package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.TestDatabase;
import java.util.UUID;

/** Puts verdicts straight into the table. */
record Said(TestDatabase database) {
    UUID pet() {
        return UUID.fromString(database.text("""
                with home as (insert into household (name) values ('') returning household_id)
                insert into pet (household_id, name) select household_id, 'x' from home returning pet_id"""));
    }

    UUID account() {
        return UUID.fromString(database.text("insert into account default values returning account_id"));
    }

    /** @param expires a time of PostgreSQL, such as {@code infinity} */
    void member(UUID pet, UUID account, String role, String expires) {
        database.execute(
                "insert into member (pet_id, account_id, role, expires_at) values (?, ?, ?, ?::timestamptz)",
                pet,
                account,
                role,
                expires);
    }

    void verdicts(UUID account, UUID pet, Behaviour behaviour, double confidence, String verdict, int times) {
        database.execute("""
                insert into feedback (feedback_id, account_id, event_sealed, verdict, given_at, pet_id, pairing_id, behaviour,
                    from_t, to_t, confidence, coverage, model, evidence)
                select gen_random_uuid(), ?, '', ?, clock_timestamp(), ?, 1, ?, now() - i * interval '1 hour', now(), ?, 1, 'rules', '{}'
                from generate_series(1, ?) i""", account, verdict, pet, behaviour.code(), (float) confidence, times);
    }

    /** So many people, each with this verdict on four events of a pet of their own. */
    void people(int people, Behaviour behaviour, double confidence, String verdict) {
        for (var i = 0; i < people; i++) {
            verdicts(account(), pet(), behaviour, confidence, verdict, 4);
        }
    }
}
