package ai.petty.store;

import ai.petty.config.PettyConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps daily partitions of the tables of recordings: made ahead of need, dropped by retention, by one process at a
 * time. What exists is read from the catalogue, never remembered.
 */
public final class Partitions {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final List<String> TABLES = List.of("reading", "motion", "motion_label");
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
    private static final Pattern NAME = Pattern.compile("(?:" + String.join("|", TABLES) + ")_p([0-9]{8})");
    /** Any constant will do, as long as nobody else takes it. */
    private static final long UPKEEP_LOCK = 0x7065747479L;

    /** Longer than that past retention nothing is kept, sealed or not: a disk that is full stores nothing new. */
    private static final int LONGEST_HELD_DAYS = 7;

    /** Is asked before readings go. */
    @FunctionalInterface
    public interface Guard {
        /** Nobody needs them any more. */
        Guard NONE = before -> Future.succeededFuture(true);

        /** Whether what is older than {@code before} may be dropped; it is asked again at the next upkeep. */
        Future<Boolean> mayDrop(Instant before);
    }

    private final Database database;
    private final PettyConfig.Store config;
    private final InstantSource clock;
    private final Guard guard;
    private final AtomicInteger held = new AtomicInteger();
    /** The last day up to which every table has all its partitions, as last seen. */
    private final AtomicReference<Optional<LocalDate>> complete = new AtomicReference<>(Optional.empty());

    /** Nobody is asked before readings go. */
    public Partitions(Database database, PettyConfig.Store config, InstantSource clock, MeterRegistry meters) {
        this(database, config, clock, meters, Guard.NONE);
    }

    public Partitions(
            Database database, PettyConfig.Store config, InstantSource clock, MeterRegistry meters, Guard guard) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.guard = guard;
        Gauge.builder("petty.partitions.held", held, AtomicInteger::get)
                .description("Partitions past retention that are kept because their days are not sealed; alert above 0")
                .register(meters);
        // Counted from the clock when it is asked for: an upkeep that fails for days must be seen here.
        Gauge.builder("petty.partitions.days.ahead", this, Partitions::daysAhead)
                .description("Days after today for which every table has its partition; alert below 1")
                .register(meters);
    }

    /** Makes what is missing and drops what is past retention. Waits for another process that is doing the same. */
    public Future<Void> upkeep() {
        var today = today();
        var oldest = LocalDate.ofInstant(clock.instant().minus(config.retention()), ZoneOffset.UTC);
        var newest = today.plusDays(config.partitionsAhead());
        // Two transactions: whatever keeps a drop from its lock must not cost the days ahead.
        return database.unhurried(pool -> pool.withTransaction(connection -> lock(connection, "20s")
                        .compose(locked -> partitions(connection))
                        .compose(existing -> create(connection, existing, oldest, newest))
                        .compose(created -> partitions(connection))))
                .onSuccess(existing -> complete.set(completeUntil(existing, today)))
                .compose(existing -> mayGo(existing, oldest))
                .compose(past -> past.isEmpty()
                        ? Future.succeededFuture()
                        : database.unhurried(pool -> pool.withTransaction(connection ->
                                // A drop that waits makes every writer behind it wait: it gives up soon and comes
                                // again.
                                lock(connection, "1s").compose(locked -> drop(connection, past)))))
                .onFailure(cause -> LOG.atError().setCause(cause).log("The upkeep of partitions failed"))
                .mapEmpty();
    }

    private static Future<?> lock(SqlConnection connection, String lockTimeout) {
        return connection
                .query(
                        "set local transaction_timeout = 0; set local statement_timeout = '60s'; set local lock_timeout = '"
                                + lockTimeout + "'")
                .execute()
                .compose(set -> connection
                        .preparedQuery("select pg_advisory_xact_lock($1)")
                        .execute(Tuple.of(UPKEEP_LOCK)));
    }

    private static Future<Set<String>> partitions(SqlConnection connection) {
        return connection
                .preparedQuery("""
                        select child.relname
                        from pg_inherits
                        join pg_class child on child.oid = pg_inherits.inhrelid
                        join pg_class parent on parent.oid = pg_inherits.inhparent
                        where parent.relname = any($1) and parent.relnamespace = current_schema()::regnamespace""")
                .execute(Tuple.of(TABLES.toArray(String[]::new)))
                .map(rows -> {
                    var names = new HashSet<String>();
                    rows.forEach(row -> names.add(row.getString("relname")));
                    return names;
                });
    }

    private static Future<?> create(
            SqlConnection connection, Set<String> existing, LocalDate oldest, LocalDate newest) {
        var statements = new ArrayList<String>();
        for (var table : TABLES) {
            for (var day = oldest; !day.isAfter(newest); day = day.plusDays(1)) {
                var name = name(table, day);
                if (!existing.contains(name)) {
                    // Attaching takes a lighter lock than CREATE ... PARTITION OF: writers go on.
                    statements.add("create table %s (like %s including all)".formatted(name, table));
                    statements.add("alter table %s attach partition %s for values from ('%s') to ('%s')"
                            .formatted(table, name, start(day), start(day.plusDays(1))));
                }
            }
        }
        return statements.isEmpty()
                ? Future.succeededFuture()
                : connection.query(String.join(";\n", statements)).execute();
    }

    /** The names of partitions that are past retention and that nobody needs any more. */
    private Future<List<String>> mayGo(Set<String> existing, LocalDate oldest) {
        var past = before(existing, oldest);
        if (past.isEmpty()) {
            held.set(0);
            return Future.succeededFuture(past);
        }
        return guard.mayDrop(oldest.atStartOfDay(ZoneOffset.UTC).toInstant()).map(may -> {
            held.set(may ? 0 : past.size());
            if (may) {
                return past;
            }
            var tooOld = before(existing, oldest.minusDays(LONGEST_HELD_DAYS));
            if (!tooOld.isEmpty()) {
                LOG.atError().addKeyValue("partitions", tooOld).log("Dropping readings whose days could not be sealed");
            }
            return tooOld;
        });
    }

    private static List<String> before(Set<String> existing, LocalDate oldest) {
        return existing.stream()
                .filter(name -> day(name).filter(day -> day.isBefore(oldest)).isPresent())
                .sorted()
                .toList();
    }

    private static Future<?> drop(SqlConnection connection, List<String> past) {
        LOG.atInfo().addKeyValue("partitions", past).log("Dropping partitions past retention");
        return connection
                .query("drop table if exists " + String.join(", ", past))
                .execute();
    }

    private static Optional<LocalDate> completeUntil(Set<String> existing, LocalDate today) {
        var next = today;
        while (hasAll(existing, next)) {
            next = next.plusDays(1);
        }
        return next.equals(today) ? Optional.empty() : Optional.of(next.minusDays(1));
    }

    /** Negative when readings of today have no place any more. */
    private long daysAhead() {
        return complete.get().map(day -> ChronoUnit.DAYS.between(today(), day)).orElse(-1L);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static boolean hasAll(Set<String> existing, LocalDate day) {
        return TABLES.stream().allMatch(table -> existing.contains(name(table, day)));
    }

    private static String name(String table, LocalDate day) {
        return table + "_p" + SUFFIX.format(day);
    }

    /** Empty for a partition that somebody else has attached: it is theirs to drop. */
    private static Optional<LocalDate> day(String name) {
        var dated = NAME.matcher(name);
        return dated.matches() ? Optional.of(LocalDate.parse(dated.group(1), SUFFIX)) : Optional.empty();
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
