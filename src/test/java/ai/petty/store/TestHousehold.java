package ai.petty.store;

import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts pets, collars and readings straight into the tables, as the ingest side leaves them there. */
public final class TestHousehold {
    private final TestDatabase database;
    private final long householdId;

    private TestHousehold(TestDatabase database, long householdId) {
        this.database = database;
        this.householdId = householdId;
    }

    public static TestHousehold demo(TestDatabase database) {
        return of(database, true);
    }

    public static TestHousehold foreign(TestDatabase database) {
        return of(database, false);
    }

    private static TestHousehold of(TestDatabase database, boolean isDemo) {
        return new TestHousehold(
                database,
                Long.parseLong(database.text(
                        "insert into household (name, is_demo) values ('A household', ?) returning household_id",
                        isDemo)));
    }

    public UUID pet(String name) {
        return UUID.fromString(database.text(
                "insert into pet (household_id, name) values (?, ?) returning pet_id", householdId, name));
    }

    /** A new account, with nothing in it. */
    public UUID account() {
        return UUID.fromString(database.text("insert into account default values returning account_id"));
    }

    /** @param expires a time of PostgreSQL, such as {@code infinity} */
    public void member(UUID petId, UUID account, String role, String expires) {
        database.execute(
                "insert into member (pet_id, account_id, role, precision, expires_at)"
                        + " values (?, ?, ?, 'exact', ?::timestamptz)",
                petId,
                account,
                role,
                expires);
    }

    /** A new collar on the pet, from {@code from} to {@code to}: times of PostgreSQL, such as {@code -infinity}. */
    public long pair(UUID petId, String serial, String from, String to) {
        database.execute("insert into collar (serial) values (?) on conflict do nothing", serial);
        return Long.parseLong(database.text("""
                insert into pairing (collar_id, pet_id, valid_from, valid_to)
                select collar_id, ?, ?::timestamptz, ?::timestamptz from collar where serial = ?
                returning pairing_id""", petId, from, to, serial));
    }

    public long pair(UUID petId, String serial) {
        return pair(petId, serial, "-infinity", "infinity");
    }

    public Stored store(long pairingId, Reading reading) {
        var receivedAt = reading.t() + 100_000;
        database.execute(
                """
                insert into reading (pairing_id, t, n, received_at, hr, br, activity, lat_e6, lon_e6, accuracy_m,
                    temperature_c, battery_pct)
                values (?, timestamptz 'epoch' + ? * interval '1 microsecond', ?,
                    timestamptz 'epoch' + ? * interval '1 microsecond', ?, ?, ?, ?, ?, ?, ?, ?)""",
                pairingId,
                reading.t(),
                reading.n(),
                receivedAt,
                reading.hr(),
                reading.br(),
                reading.activity(),
                reading.latE6(),
                reading.lonE6(),
                reading.accuracyM(),
                reading.temperatureC(),
                reading.batteryPct());
        return new Stored(pairingId, reading, receivedAt);
    }

    /** The same, measured at another time. */
    public static Reading at(long t, int n, Reading reading) {
        return new Reading(
                t,
                n,
                reading.hr(),
                reading.br(),
                reading.activity(),
                reading.latE6(),
                reading.lonE6(),
                reading.accuracyM(),
                reading.temperatureC(),
                reading.batteryPct());
    }

    /** A heart rate, nothing else. */
    public static Reading beat(Instant t, @Nullable Float hr) {
        return new Reading(Micros.of(t), 0, hr, null, null, null, null, null, null, null);
    }

    /** A position, nothing else. */
    public static Reading fix(Instant t, double lat, double lon) {
        return new Reading(Micros.of(t), 0, null, null, null, e6(lat), e6(lon), null, null, null);
    }

    private static int e6(double degrees) {
        return (int) Math.round(degrees * 1e6);
    }
}
