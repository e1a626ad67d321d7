package ai.petty.notifications;

import ai.petty.identity.account.Accounts;
import ai.petty.mail.Mail;
import ai.petty.mail.Mails;
import ai.petty.notifications.webhook.Webhook;
import ai.petty.notifications.webhook.WebhookOwners;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tells the owner of a webhook by mail, where there is an address that is theirs, that nothing is sent to it any more. */
public final class WebhookMail implements WebhookOwners {
    private final Accounts accounts;
    private final Mails mails;
    private final boolean claimsToo;

    /** @param claimsToo mails go to an address that is only claimed, too */
    public WebhookMail(NoticeGround ground, boolean claimsToo) {
        this.accounts = ground.accounts();
        this.mails = ground.mails();
        this.claimsToo = claimsToo;
    }

    @Override
    public Future<Telling> disabled(UUID account, Webhook.Reason reason) {
        return accounts.find(account)
                .map(found -> found.email().filter(email -> found.isVerified() || claimsToo))
                .recover(cause -> cause instanceof Refusal refusal && refusal.kind() == Refusal.Kind.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause))
                .map(address -> transaction -> address.map(to -> mails.post(transaction, mail(to, reason), account))
                        .orElseGet(Future::succeededFuture));
    }

    private static Mail mail(String to, Webhook.Reason reason) {
        return new Mail(to, Mail.Template.WEBHOOK_DISABLED, Map.of("why", words(reason)));
    }

    private static String words(Webhook.Reason reason) {
        return switch (reason) {
            case GONE -> "its receiver says that it is gone";
            case FAILING -> "its receiver has not taken anything for a long time";
        };
    }
}
