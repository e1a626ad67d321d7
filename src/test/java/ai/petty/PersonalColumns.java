package ai.petty;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What every column of the schema holds, from the point of view of somebody's privacy. A new column is entered here, or
 * {@code SchemaPrivacyTest} fails: either as personal, with what becomes of it when its person is erased, or as not personal, with a
 * reason.
 */
public final class PersonalColumns {
    /** How personal data is kept from those who only have the database. */
    public enum Kept {
        /** An envelope of the field cipher; in {@code EncipheredColumns}. */
        ENCIPHERED,
        /** An HMAC or a hash of something that cannot be guessed. */
        HASHED,
        /** Under a key derived from something that only the person's device has. */
        UNDER_THEIR_OWN_KEY,
        /** As it is: what cannot be worked with otherwise, and names nobody by itself. */
        PLAIN
    }

    /** What erasure does with it. */
    public enum Erased {
        /** The row goes. */
        WITH_ITS_ROW,
        /** The row stays, the value is set to null. */
        EMPTIED,
        /** It stays, and nothing ties it to anybody any more: the key that did is deleted. */
        CUT_LOOSE,
        /**
         * The row goes by itself, within a day: a keyed hash by which attempts are counted. Erasing and registering must not be a way
         * to have them forgotten.
         */
        WITHIN_A_DAY
    }

    /** A column with personal data. */
    public record Personal(String table, String column, Kept kept, Erased erased) {
        @Override
        public String toString() {
            return table + "." + column;
        }
    }

    public static final List<Personal> PERSONAL = Stream.of(
                    personal("account", Kept.ENCIPHERED, Erased.WITH_ITS_ROW, "email", "name", "phone"),
                    personal("account", Kept.HASHED, Erased.WITH_ITS_ROW, "email_hash", "password_hash"),
                    personal("account", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id", "issuer", "subject"),
                    personal("member", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("household", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id", "name"),
                    personal("audit", Kept.HASHED, Erased.CUT_LOOSE, "actor", "address"),
                    personal("audit_actor", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id", "key"),
                    // sessions and mail
                    personal("session", Kept.ENCIPHERED, Erased.WITH_ITS_ROW, "device"),
                    personal("session", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("refresh_token", Kept.HASHED, Erased.WITH_ITS_ROW, "token_hash"),
                    personal("refresh_token", Kept.UNDER_THEIR_OWN_KEY, Erased.WITH_ITS_ROW, "successor"),
                    personal("sign_in_attempt", Kept.HASHED, Erased.WITH_ITS_ROW, "counter"),
                    personal("device", Kept.HASHED, Erased.WITH_ITS_ROW, "device_hash"),
                    personal("device", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("mail_token", Kept.HASHED, Erased.WITH_ITS_ROW, "token_hash"),
                    personal("mail_token", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("mail", Kept.ENCIPHERED, Erased.WITH_ITS_ROW, "recipient", "content"),
                    personal("mail", Kept.HASHED, Erased.WITH_ITS_ROW, "recipient_hash"),
                    personal("mail", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("address_mail", Kept.HASHED, Erased.WITH_ITS_ROW, "counter"),
                    // requests that may come again
                    personal("idempotency", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("idempotency", Kept.HASHED, Erased.WITH_ITS_ROW, "key_hash", "request_hash"),
                    personal("idempotency", Kept.ENCIPHERED, Erased.WITH_ITS_ROW, "answer"),
                    // what they want to be told
                    personal(
                            "preference",
                            Kept.PLAIN,
                            Erased.WITH_ITS_ROW,
                            "account_id",
                            "time_zone",
                            "quiet_from",
                            "quiet_to"),
                    personal("muted_pet", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("webhook", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("webhook", Kept.ENCIPHERED, Erased.WITH_ITS_ROW, "url", "secret", "former_secret"),
                    personal("webhook", Kept.HASHED, Erased.WITH_ITS_ROW, "host_hash"),
                    personal("notice", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id"),
                    personal("notice", Kept.ENCIPHERED, Erased.WITH_ITS_ROW, "facts"),
                    // households
                    personal("pet", Kept.PLAIN, Erased.EMPTIED, "name"),
                    personal("pet", Kept.ENCIPHERED, Erased.EMPTIED, "name_sealed", "notes_sealed", "food_sealed"),
                    personal("invitation", Kept.ENCIPHERED, Erased.WITH_ITS_ROW, "email_sealed"),
                    personal("invitation", Kept.PLAIN, Erased.WITH_ITS_ROW, "invited_by"),
                    personal("invitation", Kept.HASHED, Erased.WITH_ITS_ROW, "email_hash", "token_hash"),
                    personal("zone", Kept.ENCIPHERED, Erased.WITH_ITS_ROW, "name_sealed", "shape_sealed"),
                    personal("household_attempt", Kept.HASHED, Erased.WITHIN_A_DAY, "counter"),
                    // alerts and pets that are lost
                    personal("alert", Kept.PLAIN, Erased.EMPTIED, "acknowledged_by", "resolved_by"),
                    personal("alert", Kept.PLAIN, Erased.WITH_ITS_ROW, "lat_e6", "lon_e6", "accuracy_m"),
                    personal("companion", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id", "since", "expires_at"),
                    personal("lost_mode", Kept.PLAIN, Erased.EMPTIED, "started_by"),
                    personal("lost_mode", Kept.HASHED, Erased.WITH_ITS_ROW, "link_hash"),
                    // what people said
                    personal("feedback", Kept.PLAIN, Erased.WITH_ITS_ROW, "account_id", "said_at", "given_at"),
                    personal("feedback", Kept.HASHED, Erased.WITH_ITS_ROW, "feedback_id"),
                    personal(
                            "feedback",
                            Kept.ENCIPHERED,
                            Erased.WITH_ITS_ROW,
                            "event_sealed",
                            "note_sealed",
                            "segment_sealed"),
                    // where a pet was, its people were
                    personal("reading", Kept.PLAIN, Erased.WITH_ITS_ROW, "lat_e6", "lon_e6", "accuracy_m", "t"))
            .flatMap(List::stream)
            .toList();

    /** Whole tables, or single columns, that tell nothing about anybody; and why. */
    public static final Map<String, String> NOT_PERSONAL = notPersonal();

    private PersonalColumns() {}

    private static List<Personal> personal(String table, Kept kept, Erased erased, String... columns) {
        return Arrays.stream(columns)
                .map(column -> new Personal(table, column, kept, erased))
                .toList();
    }

    private static Map<String, String> notPersonal() {
        var reasons = new LinkedHashMap<String, String>();
        var state = "what the server must know of a row; it names nobody";
        reasons.put("account.epoch", state);
        reasons.put("account.verified_at", state);
        reasons.put("account.created_at", state);
        reasons.put("account.erasure_told_at", state);
        for (var column : List.of("asked", "since", "last_at")) {
            reasons.put("address_mail." + column, state);
        }
        for (var column : List.of("pet_id", "role", "precision", "expires_at", "created_at")) {
            reasons.put("member." + column, "goes with its row when the account goes; names nobody without account_id");
        }
        for (var column : List.of("household_id", "is_demo", "created_at")) {
            reasons.put("household." + column, state);
        }
        var act = "an act without the one who did it";
        for (var column :
                List.of("run", "n", "at", "action", "object", "outcome", "correlation_id", "previous", "hash")) {
            reasons.put("audit." + column, act);
        }
        reasons.put(
                "revocation.*",
                "ids of tokens, sessions, accounts and collars; forgotten when the last token has expired");
        reasons.put("reencryption.*", "names of columns and ids of rows of the house's own upkeep");
        for (var column :
                List.of("session_id", "scopes", "created_at", "last_used_at", "expires_at", "ended_at", "end_reason")) {
            reasons.put("session." + column, state);
        }
        for (var column : List.of("session_id", "expires_at", "spent_at")) {
            reasons.put("refresh_token." + column, state);
        }
        for (var column : List.of("failures", "lockouts", "locked_until", "last_at")) {
            reasons.put("sign_in_attempt." + column, state);
        }
        reasons.put("device.last_used_at", state);
        reasons.put("mail_token.purpose", state);
        reasons.put("mail_token.expires_at", state);
        for (var column : List.of("mail_id", "template", "attempts", "due_at", "created_at")) {
            reasons.put("mail." + column, state);
        }
        for (var column : List.of("escape_by", "health_by", "device_by", "units", "viewed_pets", "updated_at")) {
            reasons.put("preference." + column, "a choice of a few; it names nobody without account_id");
        }
        reasons.put("muted_pet.pet_id", state);
        for (var column : List.of(
                "webhook_id",
                "former_until",
                "created_at",
                "failures",
                "failing_since",
                "attempted_at",
                "status",
                "problem",
                "disabled_at",
                "disabled_reason")) {
            reasons.put("webhook." + column, state);
        }
        for (var column : List.of(
                "notice_id",
                "is_held",
                "pet_id",
                "webhook_id",
                "category",
                "key",
                "kind",
                "at",
                "attempts",
                "due_at",
                "created_at",
                "over_at",
                "outcome")) {
            reasons.put("notice." + column, state);
        }
        for (var column :
                List.of("idempotency_id", "pet_id", "attempt", "attempt_until", "took_effect", "created_at")) {
            reasons.put("idempotency." + column, state);
        }
        var animal = "of an animal; it names nobody";
        for (var column : List.of(
                "pet_id",
                "household_id",
                "species",
                "time_zone",
                "created_at",
                "breed",
                "sex",
                "neutered",
                "birth_date",
                "weight_kg",
                "body_condition",
                "food_kcal_per_100g",
                "grid_seed",
                "updated_at",
                "erased_at")) {
            reasons.put("pet." + column, animal);
        }
        reasons.put("pet_weight.*", animal);
        for (var column : List.of(
                "invitation_id", "pet_id", "role", "precision", "expires_at", "member_expires_at", "created_at")) {
            reasons.put("invitation." + column, state);
        }
        for (var column : List.of("zone_id", "pet_id", "kind", "created_at", "updated_at")) {
            reasons.put("zone." + column, state);
        }
        for (var column : List.of(
                "verdict",
                "corrected",
                "may_train",
                "pet_id",
                "pairing_id",
                "behaviour",
                "from_t",
                "to_t",
                "confidence",
                "coverage",
                "model",
                "evidence",
                "windows")) {
            reasons.put(
                    "feedback." + column, "what an animal did, and whether somebody thinks so; no position is in it");
        }
        reasons.put("household_attempt.attempts", state);
        reasons.put("household_attempt.since", state);
        reasons.put("collar.*", "of a device; whose it is stands in pairing and pet");
        reasons.put("pairing.*", "which device was on which animal");
        for (var column : List.of(
                "pairing_id",
                "received_at",
                "n",
                "hr",
                "br",
                "temperature_c",
                "battery_pct",
                "skew_ms",
                "activity",
                "writer")) {
            reasons.put("reading." + column, animal);
        }
        reasons.put("motion.*", animal);
        reasons.put("episode.*", animal);
        reasons.put("activity_bin.*", animal);
        reasons.put("pet_day.*", animal);
        reasons.put("pet_seal.*", animal);
        reasons.put("episode_gone.*", animal);
        for (var column : List.of(
                "pairing_id",
                "rule",
                "since_t",
                "pet_id",
                "opened_at",
                "evidence",
                "acknowledged_at",
                "resolved_at",
                "ending",
                "changed_at")) {
            reasons.put("alert." + column, animal);
        }
        reasons.put("alert_state.*", "what rules remember of one collar on one animal; no position");
        reasons.put("alert_sweep.*", "the house's own upkeep");
        reasons.put("companion.pet_id", state);
        for (var column :
                List.of("pet_id", "since", "ends_at", "report_interval_s", "link_precision", "link_ends_at")) {
            reasons.put("lost_mode." + column, animal);
        }
        reasons.put("motion_label.*", animal);
        reasons.put("evaluation_checkpoint.*", animal);
        reasons.put("evaluation_machine.*", "versions of the house's own rules");
        reasons.put("evaluation.*", "how far an animal's readings are evaluated; it names nobody");
        reasons.put("flyway_schema_history.*", "the migrations");
        return Map.copyOf(reasons);
    }
}
