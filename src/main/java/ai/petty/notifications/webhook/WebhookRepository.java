package ai.petty.notifications.webhook;

import ai.petty.pets.SealedFields;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Webhooks in the database. Times are microseconds since 1970 UTC. */
final class WebhookRepository {
    private final SealedFields sealed;

    WebhookRepository(SealedFields sealed) {
        this.sealed = sealed;
    }

    /** @param hostHash keyed hash of host and port */
    record New(UUID webhookId, UUID account, String url, Buffer hostHash, WebhookSecret secret, long createdAt) {}

    /** Where and how to send to one. */
    record Target(String url, String host, List<WebhookSecret> secrets, boolean isDisabled) {}

    /** Nobody adds or removes any of the account's before the transaction ends; false when there is no such account. */
    static Future<Boolean> lock(SqlClient transaction, UUID account) {
        return transaction
                .preparedQuery("select 1 from account where account_id = $1 for no key update")
                .execute(Tuple.of(account))
                .map(rows -> rows.size() == 1);
    }

    /** @return whether there was room for it: the caller holds the account's row */
    Future<Boolean> add(SqlClient transaction, New webhook, int most) {
        return transaction
                .preparedQuery("""
                        insert into webhook (webhook_id, account_id, url, host_hash, secret, created_at)
                        select $1, $2, $3, $4, $5, $6
                        where (select count(*) from webhook where account_id = $2) < $7""")
                .execute(Tuple.tuple()
                        .addUUID(webhook.webhookId())
                        .addUUID(webhook.account())
                        .addValue(sealed.seal(webhook.webhookId(), "url", webhook.url()))
                        .addValue(webhook.hostHash())
                        .addValue(sealed.seal(
                                webhook.webhookId(), "secret", webhook.secret().text()))
                        .addValue(Micros.bound(webhook.createdAt()))
                        .addInteger(most))
                .map(rows -> rows.rowCount() == 1);
    }

    static Future<Integer> count(SqlClient client, UUID account) {
        return client.preparedQuery("select count(*)::integer from webhook where account_id = $1")
                .execute(Tuple.of(account))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    Future<List<Webhook>> all(SqlClient client, UUID account) {
        return client.preparedQuery("""
                        select webhook.*,
                            (
                                select count(*) from notice
                                where notice.webhook_id = webhook.webhook_id and notice.over_at is null) as waiting
                        from webhook
                        where account_id = $1
                        order by created_at, webhook_id""")
                .execute(Tuple.of(account))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::webhook)
                        .toList());
    }

    private Webhook webhook(Row row) {
        var id = row.getUUID("webhook_id");
        var failures = row.getInteger("failures");
        var attempt = time(row, "attempted_at")
                .map(at -> new Webhook.Attempt(
                        at,
                        failures,
                        Optional.ofNullable(row.getInteger("status")),
                        Optional.ofNullable(row.getString("problem"))));
        return new Webhook(
                id,
                url(row),
                Micros.of(row.getOffsetDateTime("created_at")),
                row.getInteger("waiting"),
                attempt,
                time(row, "disabled_at")
                        .map(at -> new Webhook.Disabled(at, Webhook.Reason.of(row.getString("disabled_reason")))));
    }

    private static Optional<Long> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map((OffsetDateTime at) -> Micros.of(at));
    }

    private String url(Row row) {
        return Objects.requireNonNull(sealed.open(row.getUUID("webhook_id"), "url", row.getBuffer("url")));
    }

    /** Empty when the account has no such webhook. */
    Future<Optional<Target>> find(SqlClient client, UUID account, UUID webhookId, long now) {
        return client.preparedQuery("""
                        select webhook_id, url, host_hash, secret, former_secret, former_until, disabled_at
                        from webhook
                        where account_id = $1 and webhook_id = $2""")
                .execute(Tuple.of(account, webhookId))
                .map(rows -> rows.stream().map(row -> target(row, now)).findFirst());
    }

    /** The new secret comes first; the one before signs, too, until its time is over. */
    private Target target(Row row, long now) {
        var id = row.getUUID("webhook_id");
        var secrets = new ArrayList<WebhookSecret>();
        secrets.add(new WebhookSecret(Objects.requireNonNull(sealed.open(id, "secret", row.getBuffer("secret")))));
        var former = row.getBuffer("former_secret");
        if (former != null && time(row, "former_until").orElse(0L) > now) {
            secrets.add(new WebhookSecret(Objects.requireNonNull(sealed.open(id, "former_secret", former))));
        }
        return new Target(
                url(row),
                HexFormat.of().formatHex(row.getBuffer("host_hash").getBytes()),
                List.copyOf(secrets),
                row.getOffsetDateTime("disabled_at") != null);
    }

    static Future<Boolean> remove(SqlClient client, UUID account, UUID webhookId) {
        return client.preparedQuery("delete from webhook where account_id = $1 and webhook_id = $2")
                .execute(Tuple.of(account, webhookId))
                .map(rows -> rows.rowCount() == 1);
    }

    /** @return whether the account has such a webhook; its secret, read under a lock, is the former one until {@code formerUntil} */
    Future<Boolean> rotate(
            SqlClient transaction, UUID account, UUID webhookId, WebhookSecret secret, long formerUntil) {
        return transaction
                .preparedQuery("select secret from webhook where account_id = $1 and webhook_id = $2 for update")
                .execute(Tuple.of(account, webhookId))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(false);
                    }
                    var former = sealed.open(
                            webhookId, "secret", rows.iterator().next().getBuffer("secret"));
                    return transaction
                            .preparedQuery("""
                                    update webhook set secret = $2, former_secret = $3, former_until = $4
                                    where webhook_id = $1""")
                            .execute(Tuple.of(
                                    webhookId,
                                    sealed.seal(webhookId, "secret", secret.text()),
                                    sealed.seal(webhookId, "former_secret", former),
                                    Micros.bound(formerUntil)))
                            .map(true);
                });
    }

    /** So many attempts that failed in a row, the first of them at {@code since}. */
    record Failing(int failures, long since) {}

    /**
     * Notes an attempt. One that was delivered ends a row of failures, and enables a webhook that had been given up.
     *
     * @return the row of failures that it stands in
     */
    static Future<Failing> note(SqlClient client, UUID webhookId, Outcome outcome, long now) {
        return client.preparedQuery("""
                        update webhook set
                            failures = case when $2 then 0 else failures + 1 end,
                            failing_since = case when $2 then null else coalesce(failing_since, $3) end,
                            disabled_at = case when $2 then null else disabled_at end,
                            disabled_reason = case when $2 then null else disabled_reason end,
                            attempted_at = $3, status = $4, problem = $5
                        where webhook_id = $1
                        returning failures, failing_since""")
                .execute(Tuple.of(
                        webhookId,
                        outcome.isDelivered(),
                        Micros.bound(now),
                        outcome.status().orElse(null),
                        outcome.problem().map(Problem::wireName).orElse(null)))
                .map(rows -> rows.stream()
                        .map(row -> new Failing(
                                row.getInteger("failures"),
                                time(row, "failing_since").orElse(now)))
                        .findFirst()
                        .orElse(new Failing(0, now)));
    }

    /** @return how many notices waited for it, which are given up in the same breath; empty when it was disabled already */
    static Future<Optional<Integer>> disable(SqlClient client, UUID webhookId, Webhook.Reason reason, long now) {
        return client.preparedQuery("""
                        with disabled as (
                            update webhook set disabled_at = $2, disabled_reason = $3
                            where webhook_id = $1 and disabled_at is null
                            returning webhook_id),
                        given_up as (
                            update notice set over_at = $2, outcome = 'given_up', facts = null
                            where webhook_id = $1 and over_at is null
                            returning 1)
                        select (select count(*) from given_up)::integer as given_up from disabled""")
                .execute(Tuple.of(webhookId, Micros.bound(now), reason.wireName()))
                .map(rows ->
                        rows.stream().map(row -> row.getInteger("given_up")).findFirst());
    }
}
