package ai.petty.audit;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.store.Database;
import ai.petty.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever somebody does to what is written down who can do everything to the database, but has not the keys. */
class AuditTamperingTest {
    private static final int TRIES = 100;
    private static final Vertx VERTX = Vertx.vertx();
    private static final TestDatabase POSTGRES = TestDatabase.fresh();
    private static final Database DATABASE = POSTGRES.open(VERTX);
    private static final List<UUID> ACCOUNTS = new ArrayList<>();

    /** What a process is told to do: write an entry, or an anchor. */
    record Act(int process, Optional<AuditEntry> entry) {}

    private record Row(UUID run, long n) {}

    /** Ways to alter a log: statements for a row ({@code %1$s} its run, {@code %2$s} its number; {@code %3$s} another run). */
    enum Tampering {
        TIME("update audit set at = at + interval '1 microsecond' where run = '%1$s' and n = %2$s"),
        TIME_WITHOUT_END("update audit set at = 'infinity' where run = '%1$s' and n = %2$s"),
        ACTOR("update audit set actor = coalesce(actor, '') || '\\x01' where run = '%1$s' and n = %2$s"),
        ACTION("update audit set action = action || 'x' where run = '%1$s' and n = %2$s"),
        OBJECT("update audit set object = object || ' ' where run = '%1$s' and n = %2$s"),
        OUTCOME("update audit set outcome = case outcome when 'done' then 'refused' else 'done' end"
                + " where run = '%1$s' and n = %2$s"),
        ADDRESS(
                "update audit set address = case when address is null then ''::bytea end where run = '%1$s' and n = %2$s"),
        CORRELATION("update audit set correlation_id = case when correlation_id is null then '' end"
                + " where run = '%1$s' and n = %2$s"),
        PREVIOUS("update audit set previous = sha256(previous) where run = '%1$s' and n = %2$s"),
        HASH("update audit set hash = sha256(hash) where run = '%1$s' and n = %2$s"),
        NUMBER("update audit set n = n + 1000 where run = '%1$s' and n = %2$s"),
        RUN("update audit set run = gen_random_uuid() where run = '%1$s' and n = %2$s"),
        SHIFTED_TEXT("update audit set action = action || left(object, 1), object = substr(object, 2)"
                + " where run = '%1$s' and n = %2$s and object <> '';"
                + " update audit set hash = sha256(hash) where run = '%1$s' and n = %2$s and object = ''"),
        REMOVED("delete from audit where run = '%1$s' and n = %2$s"),
        REMOVED_AND_CLOSED_UP("delete from audit where run = '%1$s' and n = %2$s;"
                + " update audit set n = n + 1000000 where run = '%1$s' and n > %2$s;"
                + " update audit set n = n - 1000001 where run = '%1$s' and n > 1000000"),
        TAIL("delete from audit where run = '%1$s' and n >= %2$s"),
        BEGINNING("delete from audit where run = '%1$s' and n <= %2$s"),
        WHOLE_RUN("delete from audit where run = '%1$s'"),
        ADDED(
                "insert into audit select run, (select max(n) + 1 from audit where run = '%1$s'), at, actor, action, object,"
                        + " outcome, address, correlation_id,"
                        + " (select hash from audit where run = '%1$s' order by n desc limit 1), sha256(hash)"
                        + " from audit where run = '%1$s' and n = %2$s"),
        NEW_RUN("insert into audit select gen_random_uuid(), 1, at, actor, action, object, outcome, address,"
                + " correlation_id, decode(repeat('00', 32), 'hex'), hash from audit where run = '%1$s' and n = %2$s"),
        SWAPPED_RUNS("update audit set run = '00000000-0000-0000-0000-000000000001' where run = '%1$s';"
                + " update audit set run = '%1$s' where run = '%3$s';"
                + " update audit set run = '%3$s' where run = '00000000-0000-0000-0000-000000000001'"),
        SWAPPED_ROWS(
                "update audit set n = 1000000 where run = '%1$s' and n = %2$s;"
                        + " update audit set n = %2$s where run = '%1$s' and n = case when %2$s = 1 then 2 else %2$s - 1 end;"
                        + " update audit set n = case when %2$s = 1 then 2 else %2$s - 1 end where run = '%1$s' and n = 1000000");

        final String sql;

        Tampering(String sql) {
            this.sql = sql;
        }
    }

    @BeforeContainer
    static void makeAccounts() {
        IntStream.range(0, 3).forEach(i -> ACCOUNTS.add(TestAudit.account(POSTGRES)));
    }

    @AfterContainer
    static void close() {
        await(DATABASE.close());
        await(VERTX.close());
        POSTGRES.close();
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        var text = Arbitraries.strings().all().ofMaxLength(40);
        var entry = Combinators.combine(
                        Arbitraries.integers()
                                .between(0, 2)
                                .map(i -> ACCOUNTS.get(i))
                                .optional(),
                        text,
                        Arbitraries.oneOf(
                                text, Arbitraries.integers().between(0, 2).map(i -> "account:" + ACCOUNTS.get(i))),
                        Arbitraries.of(Outcome.class),
                        text.optional(),
                        text.optional())
                .as(AuditEntry::new);
        return Combinators.combine(Arbitraries.integers().between(0, 1), entry.optional(0.9))
                .as(Act::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(25);
    }

    @Property(tries = TRIES)
    void any_tampering_is_found_and_nothing_else_is(
            @ForAll("acts") List<Act> acts, @ForAll Tampering tampering, @ForAll int which) {
        POSTGRES.execute(
                "alter table audit disable trigger all; truncate audit; alter table audit enable always trigger audit_append_only");
        var rows = write(acts);
        assertThat(TestAudit.verify(DATABASE).firstBreak()).isEmpty();

        var row = rows.get(Math.floorMod(which, rows.size()));
        var other = rows.stream()
                .map(Row::run)
                .filter(run -> !run.equals(row.run()))
                .findAny()
                .orElseThrow();
        POSTGRES.execute("alter table audit disable trigger audit_append_only; "
                + tampering.sql.formatted(row.run(), row.n(), other));
        assertThat(TestAudit.verify(DATABASE).firstBreak()).isPresent();
    }

    /** The rows of two processes, one of which ends in good order; a third has anchored both. */
    private static List<Row> write(List<Act> acts) {
        var processes = List.of(TestAudit.open(VERTX, DATABASE), TestAudit.open(VERTX, DATABASE));
        var written = new ArrayList<Future<?>>();
        for (var act : acts) {
            var process = processes.get(act.process());
            written.add(act.entry().isPresent() ? process.record(act.entry().get()) : process.anchor());
        }
        await(Future.all(written));
        await(processes.getFirst().close());
        var rows = rows();
        await(TestAudit.open(VERTX, DATABASE).close());
        await(processes.getLast().close());
        return rows;
    }

    private static List<Row> rows() {
        return POSTGRES.texts("select run || ' ' || n from audit").stream()
                .map(text -> text.split(" "))
                .map(parts -> new Row(UUID.fromString(parts[0]), Long.parseLong(parts[1])))
                .toList();
    }
}
