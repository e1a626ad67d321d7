package ai.petty.bench;

import ai.petty.store.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A month of many pets, written straight into the tables: a reading every 259 seconds, four quarters of an hour an hour and forty episodes
 * a day, in the order in which time would have brought them, so that a pet's rows lie among all others'.
 *
 * @param microsForAReading what one row of the table of readings took, with its index and the log, written by the thousand
 */
record TimelineHistory(List<String> petIds, LocalDate first, long readings, double microsForAReading) {
    static final int DAYS = 30;
    static final int READINGS_OF_A_PET = 10_000;
    static final int EPISODES_OF_A_DAY = 40;

    static TimelineHistory write(DatabaseAddress address, int pets) throws SQLException {
        var first = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS);
        try (var connection = BenchDatabase.connect(address)) {
            execute(connection, petsToWrite(pets));
            var readings = 0L;
            var nanos = 0L;
            for (var day = first; day.isBefore(first.plusDays(DAYS)); day = day.plusDays(1)) {
                var began = System.nanoTime();
                readings += execute(connection, readingsOf(day));
                nanos += System.nanoTime() - began;
                execute(connection, quartersOf(day));
                execute(connection, episodesOf(day));
            }
            execute(connection, "vacuum analyze");
            execute(connection, "checkpoint");
            return new TimelineHistory(petIds(connection), first, readings, nanos / 1e3 / readings);
        }
    }

    private static String petsToWrite(int count) {
        return """
                with pets as (
                    insert into pet (household_id, name)
                    select household_id, 'Pet ' || i from household, generate_series(1, %1$d) i where is_demo
                    returning pet_id, name),
                collars as (
                    insert into collar (serial) select replace(name, 'Pet ', 'BN-') from pets returning collar_id, serial)
                insert into pairing (collar_id, pet_id, valid_from)
                select collar_id, pet_id, now() - interval '60 days'
                from pets join collars on serial = replace(name, 'Pet ', 'BN-')""".formatted(count);
    }

    private static String readingsOf(LocalDate day) {
        return """
                insert into reading (pairing_id, t, received_at, n, lat_e6, lon_e6, hr, accuracy_m, battery_pct, activity)
                select pairing_id, t + pairing_id %% 250 * interval '1 second', t + interval '5 minutes', 0,
                    52520000 + (random() * 4000)::int, 13404000 + (random() * 4000)::int, 55 + (random() * 60)::int, 6,
                    70, case when extract(hour from t) between 7 and 9 then 1 else 0 end
                from generate_series(timestamptz '%1$sZ', timestamptz '%1$sZ' + interval '1 day' - interval '1 second',
                        interval '259.2 seconds') t
                cross join pairing""".formatted(day);
    }

    private static String quartersOf(LocalDate day) {
        return """
                insert into activity_bin (pairing_id, start_t, observed_s, resting_s, walking_s, running_s, playing_s, distance_m,
                    resting_hr, resting_hr_readings, resting_br, resting_br_readings, readings)
                select pairing_id, t, 880, 880 - walking, walking, 0, 0, walking * 1.2, 56 + random() * 8, 3, null, 0, 3
                from generate_series(timestamptz '%1$sZ', timestamptz '%1$sZ' + interval '1 day' - interval '1 second',
                        interval '15 minutes') t
                cross join pairing
                cross join lateral (
                    select case when extract(hour from t) between 7 and 9 then 400 + random() * 200 else 5 end as walking) walked""".formatted(day);
    }

    private static String episodesOf(LocalDate day) {
        return """
                insert into episode (pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence)
                select pairing_id, t + pairing_id %% 60 * interval '1 second', case when extract(hour from t) < 7 then 8
                        when extract(hour from t) between 7 and 9 then 5 else 4 end,
                    t + interval '33 minutes', false, 0.6 + random() * 0.3, 0.95, 'rules',
                    jsonb_build_object('readings', 8, 'heart_rate_mean_bpm', 55 + (random() * 20)::int, 'heart_rate_sd_bpm', 2.5,
                        'gap_longest_s', 259)
                from generate_series(timestamptz '%1$sZ', timestamptz '%1$sZ' + interval '1 day' - interval '1 second',
                        interval '36 minutes') t
                cross join pairing""".formatted(day);
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return Math.max(0, statement.executeUpdate(sql));
        }
    }

    private static List<String> petIds(Connection connection) throws SQLException {
        var ids = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select pet_id from pairing order by pairing_id")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
