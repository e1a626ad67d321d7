package ai.petty.notifications;

import ai.petty.pets.SealedFields;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes down who is to be told, by which way and from when on: one row for each, in the transaction of what has come about. */
public final class Notices implements Notifier {
    private final NoticeRepository repository;
    private final boolean claimsToo;
    private final InstantSource clock;
    private final NoticeMeters meters;
    private final Runnable posted;

    /**
     * @param claimsToo mails go to an address that is only claimed, too
     * @param posted told after the commit that something waits
     */
    public Notices(
            Database database,
            FieldCipher cipher,
            boolean claimsToo,
            InstantSource clock,
            MeterRegistry meters,
            Runnable posted) {
        this.repository = new NoticeRepository(database, new SealedFields(cipher, "notice"));
        this.claimsToo = claimsToo;
        this.clock = clock;
        this.meters = new NoticeMeters(meters);
        this.posted = posted;
    }

    @Override
    public Future<Void> post(SqlConnection transaction, Notification notification) {
        var now = clock.instant();
        return NoticeRepository.recipients(transaction, notification.petId(), Micros.of(now), claimsToo)
                .map(recipients -> recipients.stream()
                        .flatMap(recipient -> rows(recipient, notification, now).stream())
                        .toList())
                .compose(rows -> untold(transaction, notification, Micros.of(now))
                        .compose(untold -> repository.add(
                                transaction,
                                notification,
                                rows.stream()
                                        .filter(row -> !untold.contains(
                                                new NoticeRepository.Way(row.account(), row.webhookId())))
                                        .toList(),
                                Micros.of(now)))
                        .onSuccess(added -> afterCommit(transaction, added)))
                .mapEmpty();
    }

    /** Who has not been told yet, in their quiet hours, of what is over now: they are told neither. */
    private static Future<Set<NoticeRepository.Way>> untold(SqlConnection transaction, Notification told, long now) {
        return told.openedKey()
                .map(key -> NoticeRepository.dropUntold(transaction, told.petId(), key, now))
                .orElseGet(() -> Future.succeededFuture(Set.of()));
    }

    private static List<NoticeRepository.New> rows(
            NoticeRepository.Recipient recipient, Notification told, Instant now) {
        var channels = recipient.preferences().channels(told.category());
        var dueAt = Micros.of(recipient.preferences().earliest(now, told.urgent()));
        var rows = new ArrayList<NoticeRepository.New>();
        if (channels.contains(Channel.MAIL) && recipient.isReachable() && NoticeMail.isWrittenOf(told.kind())) {
            rows.add(new NoticeRepository.New(recipient.account(), Optional.empty(), dueAt));
        }
        if (channels.contains(Channel.WEBHOOK)) {
            recipient.webhooks().stream()
                    .map(webhook -> new NoticeRepository.New(recipient.account(), Optional.of(webhook), dueAt))
                    .forEach(rows::add);
        }
        return rows;
    }

    /** What is rolled back was never posted. */
    private void afterCommit(SqlConnection transaction, int added) {
        if (added > 0) {
            transaction.transaction().completion().onSuccess(committed -> {
                meters.posted(added);
                posted.run();
            });
        }
    }
}
