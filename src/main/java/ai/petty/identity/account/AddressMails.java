package ai.petty.identity.account;

import ai.petty.privacy.FieldCipher;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How many mails an address gets because somebody asked, who need not be its owner. Counted in PostgreSQL, so that every process
 * agrees, and by address, so that it does not matter how many ask. Times are microseconds since 1970 UTC.
 */
final class AddressMails {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final FieldCipher cipher;

    AddressMails(FieldCipher cipher) {
        this.cipher = cipher;
    }

    /** What is asked for, how often in a window, and with which pause between. */
    enum Kind {
        CONFIRM(3, Duration.ofHours(1), Duration.ZERO),
        /**
         * Half as long as a link is good: who is refused a mail has one whose link is good for at least as long again. So a stranger
         * who uses it all up does not keep the owner out.
         */
        RESET(3, MailToken.Purpose.RESET.lifetime().dividedBy(2), Duration.ofMinutes(1)),
        ERASURE(2, Duration.ofDays(1), Duration.ZERO);

        private final int most;
        private final Duration window;
        private final Duration pause;

        Kind(int most, Duration window, Duration pause) {
            this.most = most;
            this.window = window;
            this.pause = pause;
        }
    }

    /**
     * Counts one mail before it is written.
     *
     * @param emailHash as {@code account.email_hash}
     * @return whether it may be written
     */
    Future<Boolean> take(SqlClient client, Kind kind, byte[] emailHash, long now) {
        return client.preparedQuery("""
                        insert into address_mail as known (counter, asked, since, last_at) values ($1, 1, $2, $2)
                        on conflict (counter) do update set
                            asked = case when known.since < $3 then 1 else known.asked + 1 end,
                            since = case when known.since < $3 then excluded.since else known.since end,
                            last_at = excluded.last_at
                        where known.since < $3 or (known.asked < $4 and known.last_at <= $5)""")
                .execute(Tuple.of(
                        counter(kind, emailHash),
                        Micros.bound(now),
                        Micros.bound(now - micros(kind.window)),
                        kind.most,
                        Micros.bound(now - micros(kind.pause))))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Forgets what was counted for an address: its owner has answered, or goes. */
    Future<Void> forget(SqlClient client, byte[] emailHash) {
        var counters = Arrays.stream(Kind.values())
                .map(kind -> counter(kind, emailHash))
                .toArray(Buffer[]::new);
        return client.preparedQuery("delete from address_mail where counter = any($1)")
                .execute(Tuple.of(counters))
                .mapEmpty();
    }

    /** Upkeep: forgets what no longer counts. */
    static Future<Void> prune(SqlClient client, long now) {
        return client.preparedQuery("delete from address_mail where since < $1")
                .execute(Tuple.of(Micros.bound(now - micros(LONGEST))))
                .mapEmpty();
    }

    private Buffer counter(Kind kind, byte[] emailHash) {
        return Buffer.buffer(cipher.index("address_mail." + kind, HexFormat.of().formatHex(emailHash)));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
