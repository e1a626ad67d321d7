package ai.petty.account;

import ai.petty.pets.SealedFields;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What is known of one person in the tables of several rooms, in the words of the export: only what no room tells by itself. A
 * time that is not there, or never comes, is left out.
 */
final class ExportRepository {
    private final Database database;
    private final SealedFields sessions;
    private final InstantSource clock;

    ExportRepository(Database database, FieldCipher cipher, InstantSource clock) {
        this.database = database;
        this.sessions = new SealedFields(cipher, "session");
        this.clock = clock;
    }

    /** Where the account comes from, since when its address is proved, and the household that it has made. */
    Future<Optional<JsonObject>> account(UUID account) {
        return one("""
                select account.issuer, account.subject, account.verified_at as email_verified_at, household.name as household_name,
                    household.created_at as household_created_at
                from account
                left join household on household.account_id = account.account_id
                where account.account_id = $1""", Tuple.of(account), row -> {
            var json = new JsonObject();
            put(json, "email_verified_at", row);
            if (row.getString("issuer") != null) {
                json.put("signs_in_at", row.getString("issuer")).put("known_there_as", row.getString("subject"));
            }
            if (row.getString("household_name") != null) {
                json.put(
                        "household",
                        new JsonObject()
                                .put("name", row.getString("household_name"))
                                .put(
                                        "created_at",
                                        time(row, "household_created_at").orElseThrow()));
            }
            return json;
        });
    }

    /** Devices that need no second thought when somebody signs in on them. */
    Future<List<JsonObject>> devices(UUID account) {
        return all(
                "select last_used_at from device where account_id = $1 order by last_used_at",
                Tuple.of(account),
                row -> put(new JsonObject(), "last_used_at", row));
    }

    /** Also those that have ended, as long as they are kept. */
    Future<List<JsonObject>> sessions(UUID account) {
        return all("""
                select session_id, scopes, device, created_at, last_used_at, expires_at, ended_at, end_reason
                from session
                where account_id = $1
                order by created_at, session_id""", Tuple.of(account), this::session);
    }

    private JsonObject session(Row row) {
        var id = row.getUUID("session_id");
        var json = new JsonObject().put("session_id", id.toString());
        Optional.ofNullable(sessions.open(id, "device", row.getBuffer("device")))
                .ifPresent(device -> json.put("device", device));
        json.put("scopes", List.of(row.getArrayOfStrings("scopes")));
        put(json, "created_at", row);
        put(json, "last_used_at", row);
        put(json, "expires_at", row);
        put(json, "ended_at", row);
        if (row.getString("end_reason") != null) {
            json.put("end_reason", row.getString("end_reason"));
        }
        return json;
    }

    /** Invitations to the address, if the account has proved it; whose pet it is stands in the mail. */
    Future<List<JsonObject>> invitations(UUID account) {
        return all("""
                select invitation.role, invitation.precision, invitation.created_at, invitation.expires_at,
                    case when isfinite(invitation.member_expires_at) then invitation.member_expires_at end as member_expires_at
                from invitation
                join account on account.email_hash = invitation.email_hash and account.verified_at is not null
                where account.account_id = $1
                order by invitation.created_at, invitation.invitation_id""", Tuple.of(account), row -> {
            var json = terms(row);
            put(json, "created_at", row);
            put(json, "expires_at", row);
            return put(json, "member_expires_at", row);
        });
    }

    /** A pet that the person is a member of, and on which terms. */
    record Membership(UUID petId, JsonObject terms) {}

    /** In the order of the pets' ids, behind {@code after}. */
    Future<List<Membership>> memberships(UUID account, UUID after, int limit) {
        return all("""
                select member.pet_id, member.role, member.precision, member.created_at as since,
                    case when isfinite(member.expires_at) then member.expires_at end as expires_at,
                    pet.created_at as pet_added_at, pet.updated_at as pet_changed_at
                from member
                join pet on pet.pet_id = member.pet_id and pet.erased_at is null
                where member.account_id = $1 and member.expires_at > $2 and member.pet_id > $3
                order by member.pet_id
                limit $4""", Tuple.of(account, now(), after, limit), row -> {
            var json = terms(row);
            put(json, "since", row);
            put(json, "expires_at", row);
            put(json, "pet_added_at", row);
            return new Membership(row.getUUID("pet_id"), put(json, "pet_changed_at", row));
        });
    }

    private static JsonObject terms(Row row) {
        return new JsonObject()
                .put("role", row.getString("role"))
                .put("location_precision", row.getString("precision"));
    }

    /** A collar that was on a pet for a while. */
    record Worn(long pairingId, String serial, JsonObject told) {}

    /** Every collar that a pet has worn. How one is by now is told while it is still on the pet: later it is somebody else's. */
    Future<List<Worn>> collars(UUID petId) {
        return all(
                """
                select pairing.pairing_id, collar.serial, pairing.valid_to > $2 as is_on,
                    case when isfinite(pairing.valid_from) then pairing.valid_from end as valid_from,
                    case when isfinite(pairing.valid_to) then pairing.valid_to end as valid_to,
                    collar.firmware, collar.battery_pct, collar.battery_at, collar.last_seen_at, collar.credential_at,
                    collar.revoked_at
                from pairing
                join collar on collar.collar_id = pairing.collar_id
                where pairing.pet_id = $1
                order by pairing.valid_from, pairing.pairing_id""",
                Tuple.of(petId, now()),
                row -> new Worn(row.getLong("pairing_id"), row.getString("serial"), collar(row)));
    }

    private static JsonObject collar(Row row) {
        var json = new JsonObject().put("collar_id", row.getString("serial"));
        time(row, "valid_from").ifPresent(from -> json.put("paired_from", from));
        time(row, "valid_to").ifPresent(to -> json.put("paired_to", to));
        if (row.getBoolean("is_on")) {
            if (row.getString("firmware") != null) {
                json.put("firmware", row.getString("firmware"));
            }
            if (row.getFloat("battery_pct") != null) {
                json.put("battery_pct", row.getFloat("battery_pct"));
            }
            put(json, "battery_at", row);
            put(json, "last_seen_at", row);
            put(json, "credential_at", row);
            put(json, "revoked_at", row);
        }
        return json;
    }

    /** Windows of raw motion of one pairing whose first sample is not before {@code from} (microseconds since 1970 UTC). */
    Future<List<MotionWindow>> motion(long pairingId, long from, int limit) {
        return all(
                """
                select t0, rate_hz, acc_scale, gyro_scale, samples
                from motion
                where pairing_id = $1 and t0 >= $2
                order by t0
                limit $3""",
                Tuple.of(pairingId, Micros.bound(from), limit),
                row -> new MotionWindow(
                        Micros.of(row.getOffsetDateTime("t0")),
                        row.getFloat("rate_hz"),
                        row.getFloat("acc_scale"),
                        row.getFloat("gyro_scale"),
                        row.getBuffer("samples")));
    }

    private OffsetDateTime now() {
        return Micros.bound(Micros.of(clock.instant()));
    }

    /** Under the column's own name. */
    private static JsonObject put(JsonObject json, String column, Row row) {
        time(row, column).ifPresent(at -> json.put(column, at));
        return json;
    }

    private static Optional<String> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column))
                .map(at -> at.toInstant().toString());
    }

    private <T> Future<Optional<T>> one(String sql, Tuple parameters, Function<Row, T> map) {
        return all(sql, parameters, map).map(found -> found.stream().findFirst());
    }

    private <T> Future<List<T>> all(String sql, Tuple parameters, Function<Row, T> map) {
        return database.ask(pool -> pool.preparedQuery(sql).execute(parameters).map(rows -> mapped(rows, map)));
    }

    private static <T> List<T> mapped(RowSet<Row> rows, Function<Row, T> map) {
        var all = new ArrayList<T>(rows.size());
        rows.forEach(row -> all.add(map.apply(row)));
        return all;
    }
}
