package ai.petty.alerts;

import ai.petty.alerts.AlertRepository.Changed;
import ai.petty.live.News;
import ai.petty.live.NewsSource;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows to those who watch a pet what becomes of its alerts. Where the pet is they see beside it, each in their own way. */
public final class AlertNews implements NewsSource {
    private static final int MOST = 1_000;

    private final Database database;
    private final int page;

    public AlertNews(Database database) {
        this(database, MOST);
    }

    /** @param page how many are asked for at once */
    AlertNews(Database database, int page) {
        this.database = database;
        this.page = page;
    }

    @Override
    public Future<List<News>> since(Collection<UUID> petIds, long since) {
        return since(petIds, since, new ArrayList<>());
    }

    /** Page by page: when something happens to very many pets at once, none of them is left out. */
    private Future<List<News>> since(Collection<UUID> petIds, long since, List<News> before) {
        return database.ask(pool -> AlertRepository.changed(pool, petIds, since, page))
                .compose(found -> {
                    found.forEach(changed -> before.add(news(changed)));
                    return found.size() < page
                            ? Future.succeededFuture(before)
                            : since(petIds, found.getLast().at(), before);
                });
    }

    private static News news(Changed changed) {
        var alert = changed.alert();
        var category = alert.id().rule().category().wireName();
        return new News(alert.petId(), "alert", Optional.of(category), body(alert), changed.at());
    }

    private static JsonObject body(Alert alert) {
        var json = new JsonObject()
                .put("alert_id", alert.id().text())
                .put("rule", alert.id().rule().wireName())
                .put("state", alert.state().wireName())
                .put("since", instant(alert.id().since()))
                .put("opened_at", instant(alert.openedAt()));
        alert.acknowledged().ifPresent(seen -> json.put("acknowledged_at", instant(seen.at())));
        alert.resolved()
                .ifPresent(over -> json.put("resolved_at", instant(over.at()))
                        .put("ending", over.ending().wireName()));
        var evidence = new JsonObject();
        alert.evidence().forEach(evidence::put);
        return json.put("evidence", evidence);
    }

    private static String instant(long micros) {
        return Micros.instant(micros).toString();
    }
}
