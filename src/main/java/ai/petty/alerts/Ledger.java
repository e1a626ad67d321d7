package ai.petty.alerts;

import ai.petty.alerts.Judge.Finding;
import ai.petty.alerts.rules.Change;
import ai.petty.alerts.rules.Rule;
import ai.petty.notifications.Notification;
import ai.petty.notifications.Notifier;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Enters what was found, and has people told of what is new: both in one transaction, or neither. */
public final class Ledger {
    private final Notifier notifier;

    public Ledger(Notifier notifier) {
        this.notifier = notifier;
    }

    /**
     * @param findings of one pairing, in the order of their time
     * @return the rules whose alert found no room, since another collar's is open
     */
    Future<Set<Rule>> enter(SqlConnection transaction, long pairingId, UUID petId, List<Finding> findings) {
        var withoutRoom = EnumSet.noneOf(Rule.class);
        var done = Future.<Void>succeededFuture();
        for (var finding : findings) {
            done = done.compose(earlier -> enter(transaction, pairingId, petId, finding))
                    .onSuccess(hadRoom -> {
                        if (!hadRoom) {
                            withoutRoom.add(finding.rule());
                        }
                    })
                    .mapEmpty();
        }
        return done.map(withoutRoom);
    }

    private Future<Boolean> enter(SqlConnection transaction, long pairingId, UUID petId, Finding finding) {
        return switch (finding.change()) {
            case Change.Opened opened -> {
                var id = new AlertId(pairingId, finding.rule(), opened.since());
                yield AlertRepository.open(transaction, id, petId, opened, finding.place())
                        .compose(isNew -> isNew
                                ? tellOpened(transaction, petId, id, opened).map(true)
                                : AlertRepository.isOpenByAnother(transaction, id, petId)
                                        .map(isTaken -> !isTaken));
            }
            case Change.Ended ended ->
                AlertRepository.end(transaction, pairingId, finding.rule(), ended)
                        .compose(over ->
                                over.map(alert -> tellOver(transaction, alert)).orElseGet(Future::succeededFuture))
                        .map(true);
        };
    }

    private Future<Void> tellOpened(SqlConnection transaction, UUID petId, AlertId id, Change.Opened opened) {
        var facts = facts(id, opened.at());
        opened.evidence().forEach((name, number) -> facts.put(name, String.valueOf(number)));
        return notifier.post(
                transaction,
                new Notification(
                        petId,
                        id.rule().category(),
                        id.text() + ":opened",
                        "alert.opened",
                        facts,
                        opened.at(),
                        isUrgent(id.rule())));
    }

    /** Tells that an alert has ended, by itself or because somebody says so. */
    Future<Void> tellOver(SqlConnection transaction, Alert alert) {
        var resolved = alert.resolved().orElseThrow();
        var facts = facts(alert.id(), alert.openedAt());
        facts.put("resolved_at", Micros.instant(resolved.at()).toString());
        facts.put("ending", resolved.ending().wireName());
        return notifier.post(
                transaction,
                new Notification(
                        alert.petId(),
                        alert.id().rule().category(),
                        alert.id().text() + ":resolved",
                        "alert.resolved",
                        facts,
                        resolved.at(),
                        isUrgent(alert.id().rule())));
    }

    private static SortedMap<String, String> facts(AlertId id, long openedAt) {
        var facts = new TreeMap<String, String>();
        facts.put("alert_id", id.text());
        facts.put("rule", id.rule().wireName());
        facts.put("opened_at", Micros.instant(openedAt).toString());
        return facts;
    }

    /** A pet that has escaped is looked for at night, too. */
    private static boolean isUrgent(Rule rule) {
        return rule == Rule.GEOFENCE;
    }

    /** @return the alert as it is now; empty when there is no such alert, or it is over already */
    Future<Optional<Alert>> resolve(SqlConnection transaction, UUID petId, AlertId id, UUID by, long at) {
        return AlertRepository.resolve(transaction, petId, id, by, at)
                .compose(over -> over.map(alert -> tellOver(transaction, alert).map(over))
                        .orElseGet(() -> Future.succeededFuture(over)));
    }
}
