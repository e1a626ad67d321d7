package ai.petty.account;

import ai.petty.audit.AuditLog;
import ai.petty.audit.PersonsAct;
import ai.petty.feedback.Feedbacks;
import ai.petty.identity.account.Account;
import ai.petty.notifications.webhook.Webhook;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The files of an export about the person: who they are, how they came in, who asked them, what they did. */
final class AccountFiles {
    private static final int PAGE = 1_000;
    /** A word on an event may bring 64 KiB of a v1 app along. */
    private static final int FEEDBACK_PAGE = 50;

    private final ExportRepository repository;
    private final Export.Told told;
    private final AuditLog audit;
    private final Feedbacks feedbacks;

    AccountFiles(ExportRepository repository, Export.Told told, AuditLog audit, Feedbacks feedbacks) {
        this.repository = repository;
        this.told = told;
        this.audit = audit;
        this.feedbacks = feedbacks;
    }

    Future<Void> write(ZipStream zip, Account account) {
        var id = account.accountId();
        return account(account)
                .compose(json -> zip.json("account.json", json))
                .compose(sent -> repository.sessions(id))
                .compose(found -> zip.json("sessions.json", new JsonObject().put("sessions", new JsonArray(found))))
                .compose(sent -> repository.invitations(id))
                .compose(found ->
                        zip.json("invitations.json", new JsonObject().put("invitations", new JsonArray(found))))
                .compose(sent -> told.preferences().of(id))
                .compose(preferences -> zip.json("preferences.json", preferences.json()))
                .compose(sent -> told.webhooks().of(id))
                .compose(found -> zip.json("webhooks.json", webhooks(found)))
                .compose(sent -> acts(zip, id))
                .compose(sent -> said(zip, id));
    }

    private static JsonObject webhooks(List<Webhook> webhooks) {
        var list = new JsonArray();
        webhooks.forEach(webhook -> list.add(webhook.json()));
        return new JsonObject().put("webhooks", list);
    }

    private Future<JsonObject> account(Account account) {
        var id = account.accountId();
        var json = new JsonObject().put("account_id", id.toString());
        account.email().ifPresent(email -> json.put("email", email));
        json.put("email_verified", account.isVerified());
        account.name().ifPresent(name -> json.put("name", name));
        account.phone().ifPresent(phone -> json.put("phone", phone));
        json.put("created_at", Micros.instant(account.createdAt()).toString());
        return repository
                .account(id)
                .compose(found -> repository
                        .devices(id)
                        .map(devices -> json.mergeIn(found.orElse(new JsonObject()))
                                .put("known_devices", new JsonArray(devices))));
    }

    private Future<Void> acts(ZipStream zip, UUID account) {
        zip.file("acts.csv");
        zip.text(ActWords.CSV_HEAD);
        return acts(zip, account, Optional.empty());
    }

    private Future<Void> acts(ZipStream zip, UUID account, Optional<PersonsAct> after) {
        return audit.of(account, after, PAGE).compose(acts -> {
            zip.text(ActWords.csv(acts));
            return acts.size() < PAGE
                    ? zip.sent()
                    : zip.sent().compose(sent -> acts(zip, account, Optional.of(acts.getLast())));
        });
    }

    private Future<Void> said(ZipStream zip, UUID account) {
        zip.file("feedback.ndjson");
        return said(zip, account, Optional.empty());
    }

    private Future<Void> said(ZipStream zip, UUID account, Optional<UUID> after) {
        return feedbacks.all(account, after, FEEDBACK_PAGE).compose(found -> {
            found.forEach(one -> zip.text(FeedbackText.line(one)));
            return found.size() < FEEDBACK_PAGE
                    ? zip.sent()
                    : zip.sent()
                            .compose(sent -> said(
                                    zip, account, Optional.of(found.getLast().feedbackId())));
        });
    }
}
