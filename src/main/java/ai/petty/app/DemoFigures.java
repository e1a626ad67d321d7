package ai.petty.app;

import ai.petty.pets.Collar;
import ai.petty.simulator.FleetProgress;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the demo counts, asked of the database and not of its own memory. */
final class DemoFigures {
    private static final Duration SEEN = Duration.ofDays(1);

    private final House house;
    private final List<String> serials;
    private final Instant began = Instant.now();

    DemoFigures(House house, List<String> serials) {
        this.house = house;
        this.serials = serials;
    }

    /** The progress line. */
    String line(FleetProgress progress) {
        return "readings stored %d, frames acknowledged %d (%d of motion), behaviours found %d, collars connected %d/%d"
                .formatted(
                        storedInThisRun(),
                        progress.framesAcked(),
                        progress.motionFramesAcked(),
                        episodes(),
                        progress.connected(),
                        progress.collars());
    }

    /** What the collars' pets were found doing lately. */
    private long episodes() {
        var from = Micros.of(Instant.now().minus(SEEN));
        var to = Micros.of(Instant.now().plus(SEEN));
        return serials.stream()
                .flatMap(serial -> join(house.collars().find(serial)).stream())
                .flatMap(collar -> collar.pairings().stream())
                .map(Collar.Pairing::petId)
                .distinct()
                .mapToLong(pet -> join(house.insights().behaviour().found().episodes(pet, from, to))
                        .size())
                .sum();
    }

    /** How many of these are rows. */
    long found(Set<Acknowledged.Key> told) {
        var times = told.stream().mapToLong(Acknowledged.Key::t).summaryStatistics();
        if (told.isEmpty()) {
            return 0;
        }
        var stored = new HashSet<Acknowledged.Key>();
        join(house.database()
                        .ask(pool -> pool.preparedQuery("""
                                        select collar.serial,
                                               (extract(epoch from reading.t) * 1000000)::bigint as t, reading.n
                                        from reading
                                        join pairing on pairing.pairing_id = reading.pairing_id
                                        join collar on collar.collar_id = pairing.collar_id
                                        where collar.serial = any($1) and reading.t >= $2 and reading.t <= $3""")
                                .execute(Tuple.of(
                                        serials.toArray(String[]::new),
                                        Micros.bound(times.getMin()),
                                        Micros.bound(times.getMax())))))
                .forEach(row -> stored.add(
                        new Acknowledged.Key(row.getString("serial"), row.getLong("t"), row.getInteger("n"))));
        stored.retainAll(told);
        return stored.size();
    }

    /** The rows of this run's collars that this run has stored. */
    long storedInThisRun() {
        var from = began.atOffset(ZoneOffset.UTC);
        return join(house.database()
                .ask(pool -> pool.preparedQuery("""
                                select count(*) as stored
                                from reading
                                join pairing on pairing.pairing_id = reading.pairing_id
                                join collar on collar.collar_id = pairing.collar_id
                                where collar.serial = any($1)
                                  and reading.t >= $2 and reading.t < $3 and reading.received_at >= $4""")
                        .execute(Tuple.of(
                                serials.toArray(String[]::new), from.minusDays(31), from.plusDays(SEEN.toDays()), from))
                        .map(rows -> rows.iterator().next().getLong("stored"))));
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
