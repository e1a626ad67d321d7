package ai.petty.account;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where every column of the schema stands in an export, or why it does not. A new column is entered here, or {@code
 * ExportHttpTest} fails; what is entered as told must be found in a real export.
 */
final class ExportedColumns {
    /** A file of the export and the name that the column's value has in it. */
    record Told(String file, String name) {}

    /** {@code table.column}. */
    static final Map<String, Told> TOLD = new LinkedHashMap<>();

    /** {@code table.column}, or {@code table.*}; and why. */
    static final Map<String, String> NOT_TOLD = new LinkedHashMap<>();

    static {
        told("account", "account.json", "account_id", "email", "name", "phone", "created_at");
        told(
                "account",
                "account.json",
                "verified_at=email_verified_at",
                "issuer=signs_in_at",
                "subject=known_there_as");
        told("household", "account.json", "name", "created_at");
        told("device", "account.json", "last_used_at");
        told(
                "session",
                "sessions.json",
                "session_id",
                "scopes",
                "device",
                "created_at",
                "last_used_at",
                "expires_at",
                "ended_at",
                "end_reason");
        told(
                "preference",
                "preferences.json",
                "time_zone",
                "quiet_from=from",
                "quiet_to=to",
                "escape_by=escape",
                "health_by=health",
                "device_by=device",
                "units",
                "viewed_pets");
        told("muted_pet", "preferences.json", "pet_id=muted_pets");
        told(
                "webhook",
                "webhooks.json",
                "webhook_id",
                "url",
                "created_at",
                "failures",
                "attempted_at=at",
                "status",
                "problem",
                "disabled_at",
                "disabled_reason");
        told("audit", "acts.csv", "run=entry", "n=entry", "at", "action", "object=on", "outcome");
        told("member", "pet.json", "pet_id", "role", "precision=location_precision", "expires_at", "created_at=since");
        told(
                "pet",
                "pet.json",
                "pet_id",
                "name_sealed=name",
                "notes_sealed=notes",
                "food_sealed=food",
                "species",
                "breed",
                "sex",
                "neutered",
                "birth_date",
                "weight_kg",
                "body_condition",
                "food_kcal_per_100g",
                "time_zone",
                "created_at=pet_added_at",
                "updated_at=pet_changed_at");
        told(
                "invitation",
                "invitations.json",
                "invitation_id",
                "email_sealed=email",
                "role",
                "precision=location_precision",
                "expires_at",
                "member_expires_at",
                "created_at");
        told("zone", "zones.json", "zone_id", "kind", "name_sealed=name", "shape_sealed=circle");
        told("pet_weight", "weights.json", "weighed_on=date", "weight_kg");
        told(
                "collar",
                "collars.json",
                "serial=collar_id",
                "firmware",
                "battery_pct",
                "battery_at",
                "last_seen_at",
                "credential_at",
                "revoked_at");
        told("pairing", "collars.json", "collar_id", "valid_from=paired_from", "valid_to=paired_to");
        told(
                "reading",
                "readings.csv",
                "pairing_id=collar_id",
                "t",
                "received_at",
                "n",
                "hr",
                "br",
                "activity",
                "lat_e6=lat",
                "lon_e6=lon",
                "accuracy_m",
                "temperature_c",
                "battery_pct");
        told("motion", "motion.ndjson", "pairing_id=collar_id", "t0", "rate_hz", "acc_scale", "gyro_scale", "samples");

        told(
                "alert",
                "alerts.json",
                "rule",
                "since_t=since",
                "opened_at",
                "evidence",
                "lat_e6=lat",
                "lon_e6=lon",
                "accuracy_m",
                "acknowledged_at",
                "acknowledged_by",
                "resolved_at",
                "ending",
                "resolved_by");
        told("companion", "alerts.json", "account_id", "since", "expires_at");
        told(
                "lost_mode",
                "alerts.json",
                "started_by",
                "since",
                "ends_at",
                "report_interval_s",
                "link_precision=location_precision",
                "link_ends_at");
        because("the pet's id, told by the name of the folder", "alert.pet_id", "companion.pet_id", "lost_mode.pet_id");
        because("what somebody could look by", "lost_mode.link_hash");
        because("the house's own numbering and upkeep", "alert.pairing_id", "alert.changed_at");
        because("what rules remember between two readings; what they found is in alerts.json", "alert_state.*");
        because("the house's own numbering and upkeep", "alert_sweep.*");

        told(
                "feedback",
                "feedback.ndjson",
                "feedback_id",
                "event_sealed=event_id",
                "verdict",
                "corrected=corrected_behavior",
                "note_sealed=note",
                "segment_sealed=segment",
                "said_at",
                "may_train=use_for_training",
                "given_at",
                "pet_id",
                "behaviour=behavior",
                "from_t=from",
                "to_t=to",
                "confidence",
                "coverage",
                "model",
                "evidence",
                "windows");
        because("the house's own numbering and upkeep", "feedback.pairing_id");
        because("the person's own id, told once in account.json", "feedback.account_id");
        told(
                "episode",
                "episodes.ndjson",
                "pairing_id=collar_id",
                "from_t=from",
                "behaviour=behavior",
                "to_t=to",
                "is_open=open",
                "confidence",
                "coverage",
                "model",
                "evidence",
                "updated_at=changed_at");
        told(
                "activity_bin",
                "quarters.ndjson",
                "pairing_id=collar_id",
                "start_t",
                "observed_s",
                "resting_s",
                "walking_s",
                "running_s",
                "playing_s",
                "distance_m",
                "resting_hr",
                "resting_hr_readings",
                "resting_br",
                "resting_br_readings",
                "readings");
        told(
                "pet_day",
                "days.ndjson",
                "day",
                "time_zone",
                "starts_at",
                "ends_at",
                "observed_s",
                "resting_s",
                "walking_s",
                "running_s",
                "playing_s",
                "distance_m",
                "resting_hr",
                "resting_hr_bins",
                "resting_br",
                "resting_br_bins",
                "night_s",
                "naps_s",
                "naps",
                "night_observed_s",
                "noon_observed_s",
                "goal_min",
                "goal_source",
                "streak",
                "sealed_at");
        because("the pet's id, told by the name of the folder", "pet_day.pet_id");
        because("how far the house is with its own upkeep; each sealed day is in days.ndjson", "pet_seal.*");
        because("ids of what is no more, for an hour", "episode_gone.*");
        because(
                "how far the house is with evaluating; what it found is told",
                "evaluation.*",
                "evaluation_checkpoint.*");
        because(
                "the house's own numbering and upkeep",
                "evaluation_machine.*",
                "episode.settled_t",
                "activity_bin.settled_t");
        because("a step between motion.ndjson and episodes.ndjson, which tell both ends", "motion_label.*");

        because("the person's own id, told once in account.json", "household.account_id", "session.account_id");
        because("the person's own id, told once in account.json", "member.account_id", "device.account_id");
        because("the person's own id, told once in account.json", "preference.account_id", "muted_pet.account_id");
        because("the person's own id, told once in account.json", "webhook.account_id");
        because(
                "what requests could be signed with",
                "webhook.secret",
                "webhook.former_secret",
                "webhook.former_until");
        because("a hash of what is told itself", "webhook.host_hash");
        because("the house's own count: how often it failed, and when last, is told", "webhook.failing_since");
        because("when it was done is in acts.csv", "preference.updated_at");
        because("what is on its way to the person, or has reached them; without its content then", "notice.*");
        because("the pet's id, told by the name of the folder", "pairing.pet_id", "zone.pet_id");
        because("the pet's id, told by the name of the folder", "pet_weight.pet_id", "invitation.pet_id");
        because(
                "the id of the owner who sent it: the person, whose act is in acts.csv, or another",
                "invitation.invited_by");
        because("a hash of what is told itself", "account.email_hash", "invitation.email_hash");
        because("what somebody could sign in with, or guess by", "account.password_hash", "device.device_hash");
        because("what somebody could sign in with, or guess by", "refresh_token.*", "mail_token.*");
        because("what somebody could sign in with, or guess by", "invitation.token_hash", "collar.credential_hash");
        because("what somebody could sign in with, or guess by", "collar.claim_hash");
        because("with it the places that others are told could be made exact", "pet.grid_seed");
        because("in plain only where there is no person; else as name_sealed", "pet.name");
        because("a pet that has it is in no export", "pet.erased_at");
        because("a counter under a keyed hash, gone within days; what it led to is in acts.csv", "sign_in_attempt.*");
        because("a counter under a keyed hash, gone within days; what it led to is in acts.csv", "household_attempt.*");
        because("a letter that is on its way to the person", "mail.*");
        because("how many letters an address was sent lately", "address_mail.*", "account.erasure_told_at");
        because(
                "an answer given already, kept a day for who asks again; what it told is in the other files",
                "idempotency.*");
        because("ids of tokens, until the last of them has expired; the acts are in acts.csv", "revocation.*");
        because("when it was done is in acts.csv", "zone.created_at", "zone.updated_at", "pet_weight.created_at");
        because("who did it is told as yes or no", "audit.actor", "audit_actor.*");
        because("a keyed hash: whoever sees the export could try addresses on it", "audit.address");
        because("how entries hang together, for who checks the log", "audit.previous", "audit.hash");
        because("a number of one request, for who looks for its log lines", "audit.correlation_id");
        because("the house's own numbering and upkeep", "account.epoch", "household.household_id", "household.is_demo");
        because("the house's own numbering and upkeep", "pet.household_id", "collar.collar_id", "collar.last_seq");
        because("the house's own numbering and upkeep", "collar.created_at", "pairing.pairing_id");
        because("the house's own numbering and upkeep", "pairing.dirty_from", "reading.writer", "motion.writer");
        because("the house's own numbering and upkeep", "reencryption.*", "flyway_schema_history.*");
        because("how long it was on its way", "reading.skew_ms", "motion.received_at");
    }

    private ExportedColumns() {}

    /** @param columns as they are called in the schema; with {@code =} and a name where they are told by another */
    private static void told(String table, String file, String... columns) {
        for (var column : columns) {
            var parts = column.split("=", 2);
            TOLD.put(table + "." + parts[0], new Told(file, parts[parts.length - 1]));
        }
    }

    private static void because(String reason, String... columns) {
        Arrays.stream(columns).forEach(column -> NOT_TOLD.put(column, reason));
    }
}
