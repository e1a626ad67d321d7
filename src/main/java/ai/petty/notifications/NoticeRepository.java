package ai.petty.notifications;

import ai.petty.pets.SealedFields;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The outbox of notices. Times are microseconds since 1970 UTC. */
final class NoticeRepository {
    /** Who is told of a pet: those that look after it, those that look at it and have asked for it, and nobody who has muted it. */
    private static final String TOLD = """
            pet.erased_at is null and member.expires_at > $1
                and (member.role in ('owner', 'carer') or preference.viewed_pets)
                and not exists (
                    select 1 from muted_pet
                    where muted_pet.account_id = member.account_id and muted_pet.pet_id = member.pet_id)""";

    private static final String IS_WANTED = """
            exists (
                select 1
                from member
                join pet on pet.pet_id = member.pet_id
                left join preference on preference.account_id = member.account_id
                where member.pet_id = notice.pet_id and member.account_id = notice.account_id
                    and %s
                    and (preference.account_id is null or case notice.category
                        when 'escape' then %s = any(preference.escape_by)
                        when 'health' then %2$s = any(preference.health_by)
                        else %2$s = any(preference.device_by) end)) as is_wanted""";

    private static final String TAKEN = """
            notice.notice_id, notice.account_id, notice.pet_id, notice.webhook_id, notice.category, notice.kind, notice.facts,
            notice.at, notice.created_at, notice.attempts,
            (select webhook.host_hash from webhook where webhook.webhook_id = notice.webhook_id) as host_hash,
            """;

    private static final String TAKE_MAILS = """
            update notice set attempts = attempts + 1, due_at = $2, is_held = false
            where notice_id in (
                select notice_id from notice
                where over_at is null and webhook_id is null and due_at <= $1
                order by due_at, created_at limit $3
                for update skip locked)
            returning
            """ + TAKEN + IS_WANTED.formatted(TOLD, "'mail'");

    /** Of each host no more than there is room for, the longest due first; what is due beyond the horizon waits for the next look. */
    private static final String TAKE_WEBHOOKS = """
            with held as (
                select * from unnest($4::bytea[], $5::int[]) as held (host_hash, room)),
            due as (
                select notice.notice_id, notice.due_at, notice.created_at, webhook.host_hash, coalesce(held.room, $6) as room
                from notice
                join webhook on webhook.webhook_id = notice.webhook_id
                left join held on held.host_hash = webhook.host_hash
                where notice.over_at is null and notice.webhook_id is not null and notice.due_at <= $1
                    and coalesce(held.room, $6) > 0
                order by notice.due_at, notice.created_at limit 1000),
            chosen as (
                select notice_id
                from (
                    select notice_id, due_at, created_at, room,
                        row_number() over (partition by host_hash order by due_at, created_at) as place
                    from due) placed
                where place <= room
                order by place, due_at, created_at limit $3)
            update notice set attempts = attempts + 1, due_at = $2, is_held = false
            where notice_id in (
                select notice_id from notice
                where notice_id in (select notice_id from chosen) and over_at is null and due_at <= $1
                for update skip locked)
            returning
            """ + TAKEN + IS_WANTED.formatted(TOLD, "'webhook'");

    private final Database database;
    private final SealedFields sealed;

    NoticeRepository(Database database, SealedFields sealed) {
        this.database = database;
        this.sealed = sealed;
    }

    /**
     * Somebody who is to be told of a pet.
     *
     * @param isReachable whether there is an address for mails that is theirs
     * @param webhooks those that are enabled
     */
    record Recipient(UUID account, Preferences preferences, boolean isReachable, List<UUID> webhooks) {}

    /**
     * Who is told of a pet at {@code now}. Their accounts do not go before the transaction ends.
     *
     * @param claimsToo an address that is only claimed is good enough
     */
    static Future<List<Recipient>> recipients(SqlConnection transaction, UUID petId, long now, boolean claimsToo) {
        return transaction
                .preparedQuery("select account.account_id,\n" + PreferenceRepository.COLUMNS + """
                        ,
                            account.email is not null and (account.verified_at is not null or $3) as is_reachable,
                            array(
                                select webhook.webhook_id from webhook
                                where webhook.account_id = member.account_id and webhook.disabled_at is null
                                order by webhook.created_at, webhook.webhook_id) as webhooks
                        from member
                        join pet on pet.pet_id = member.pet_id
                        join account on account.account_id = member.account_id
                        left join preference on preference.account_id = member.account_id
                        where member.pet_id = $2
                            and\s""" + TOLD + """

                        order by account.account_id
                        for key share of account""")
                .execute(Tuple.of(Micros.bound(now), petId, claimsToo))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Recipient(
                                row.getUUID("account_id"),
                                PreferenceRepository.preferences(row, Set.of()),
                                row.getBoolean("is_reachable"),
                                List.of(row.getArrayOfUUIDs("webhooks"))))
                        .toList());
    }

    /** A row to be: who, by which way ({@code null} is mail), and when at the earliest. */
    record New(UUID account, Optional<UUID> webhookId, long dueAt) {}

    /** Somebody, and by which way they are told; empty: by mail. */
    record Way(UUID account, Optional<UUID> webhookId) {}

    /** Drops what of this key waits for the end of quiet hours. Who would have been told then is told nothing. */
    static Future<Set<Way>> dropUntold(SqlConnection transaction, UUID petId, String key, long now) {
        return transaction
                .preparedQuery("""
                        update notice set over_at = $3, outcome = 'dropped', facts = null
                        where pet_id = $1 and key = $2 and over_at is null and is_held and due_at > $3
                        returning account_id, webhook_id""")
                .execute(Tuple.of(petId, key, Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Way(row.getUUID(0), Optional.ofNullable(row.getUUID(1))))
                        .collect(Collectors.toSet()));
    }

    /** @return how many there were not yet */
    Future<Integer> add(SqlConnection transaction, Notification told, List<New> rows, long now) {
        if (rows.isEmpty()) {
            return Future.succeededFuture(0);
        }
        var facts = new JsonObject();
        told.facts().forEach(facts::put);
        var text = facts.encode();
        var ids = rows.stream().map(row -> UUID.randomUUID()).toArray(UUID[]::new);
        var envelopes = new Buffer[ids.length];
        for (var i = 0; i < ids.length; i++) {
            envelopes[i] = Objects.requireNonNull(sealed.seal(ids[i], "facts", text));
        }
        return transaction
                .preparedQuery("""
                        insert into notice (
                            notice_id, account_id, webhook_id, facts, due_at, is_held, pet_id, category, key, kind, at, created_at)
                        select made.notice_id, made.account_id, made.webhook_id, made.facts, made.due_at, made.due_at > $11,
                            $6, $7, $8, $9, $10, $11
                        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::timestamptz[])
                            as made (notice_id, account_id, webhook_id, facts, due_at)
                        on conflict (account_id, webhook_id, key) do nothing""")
                .execute(Tuple.tuple()
                        .addValue(ids)
                        .addValue(rows.stream().map(New::account).toArray(UUID[]::new))
                        .addValue(rows.stream()
                                .map(row -> row.webhookId().orElse(null))
                                .toArray(UUID[]::new))
                        .addValue(envelopes)
                        .addValue(rows.stream()
                                .map(row -> Micros.bound(row.dueAt()))
                                .toArray(OffsetDateTime[]::new))
                        .addUUID(told.petId())
                        .addValue(told.category().wireName())
                        .addValue(told.key())
                        .addValue(told.kind())
                        .addValue(Micros.bound(told.at()))
                        .addValue(Micros.bound(now)))
                .map(RowSet::rowCount);
    }

    /**
     * Takes notices by mail that are due. They are nobody else's for {@code lease}; a process that ends before they are over leaves them to
     * the others after that.
     */
    Future<List<Notice>> takeMails(int most, long now, Duration lease) {
        return database.ask(pool -> pool.preparedQuery(TAKE_MAILS)
                .execute(Tuple.of(Micros.bound(now), Micros.bound(now + lease.toNanos() / 1_000), most))
                .map(this::taken));
    }

    /**
     * As {@link #takeMails}, of those to webhooks.
     *
     * @param hostToRoom how many may be taken of a host, by the hex digits of its hash
     * @param otherwise how many of every other
     */
    Future<List<Notice>> takeWebhooks(
            int most, long now, Duration lease, Map<String, Integer> hostToRoom, int otherwise) {
        var hosts = List.copyOf(hostToRoom.keySet());
        var hashes = hosts.stream()
                .map(host -> Buffer.buffer(HexFormat.of().parseHex(host)))
                .toArray(Buffer[]::new);
        var rooms = hosts.stream().map(hostToRoom::get).toArray(Integer[]::new);
        return database.ask(pool -> pool.preparedQuery(TAKE_WEBHOOKS)
                .execute(Tuple.tuple()
                        .addValue(Micros.bound(now))
                        .addValue(Micros.bound(now + lease.toNanos() / 1_000))
                        .addInteger(most)
                        .addValue(hashes)
                        .addValue(rooms)
                        .addInteger(otherwise))
                .map(this::taken));
    }

    private List<Notice> taken(RowSet<Row> rows) {
        var taken = new ArrayList<Notice>();
        rows.forEach(row -> taken.add(notice(row)));
        return taken;
    }

    private Notice notice(Row row) {
        var id = row.getUUID("notice_id");
        return new Notice(
                id,
                row.getUUID("account_id"),
                row.getUUID("pet_id"),
                Optional.ofNullable(row.getUUID("webhook_id")).map(webhookId -> new Notice.Hook(webhookId, host(row))),
                row.getString("category"),
                row.getString("kind"),
                facts(Objects.requireNonNull(sealed.open(id, "facts", row.getBuffer("facts")))),
                Micros.of(row.getOffsetDateTime("at")),
                Micros.of(row.getOffsetDateTime("created_at")),
                row.getInteger("attempts"),
                row.getBoolean("is_wanted"));
    }

    private static String host(Row row) {
        return HexFormat.of().formatHex(row.getBuffer("host_hash").getBytes());
    }

    private static SortedMap<String, String> facts(String json) {
        var facts = new TreeMap<String, String>();
        new JsonObject(json).forEach(fact -> facts.put(fact.getKey(), String.valueOf(fact.getValue())));
        return facts;
    }

    /** The account does not go before the transaction ends; false when it has gone. */
    static Future<Boolean> hold(SqlConnection transaction, UUID account) {
        return transaction
                .preparedQuery("select 1 from account where account_id = $1 for key share")
                .execute(Tuple.of(account))
                .map(rows -> rows.size() == 1);
    }

    /** @return whether it was still this attempt's to end */
    static Future<Boolean> end(SqlClient client, Notice notice, Notice.Outcome outcome, long now) {
        return client.preparedQuery("""
                        update notice set over_at = $3, outcome = $4, facts = null
                        where notice_id = $1 and attempts = $2 and over_at is null""")
                .execute(Tuple.of(notice.noticeId(), notice.attempts(), Micros.bound(now), outcome.wireName()))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Boolean> end(Notice notice, Notice.Outcome outcome, long now) {
        return database.ask(pool -> end(pool, notice, outcome, now));
    }

    /** @param attempted false when it was taken and not tried: that was no attempt */
    Future<Void> later(Notice notice, long dueAt, boolean attempted) {
        return database.ask(pool -> pool.preparedQuery("""
                        update notice set due_at = $3, attempts = attempts - $4
                        where notice_id = $1 and attempts = $2 and over_at is null""")
                .execute(Tuple.of(notice.noticeId(), notice.attempts(), Micros.bound(dueAt), attempted ? 0 : 1))
                .mapEmpty());
    }
}
