package ai.petty.mail;

import ai.petty.config.PettyConfig;
import ai.petty.mail.MailSignIn.Credentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands letters to a mail server by SMTP. */
final class SmtpPost implements Post {
    private static final int CONNECTIONS = 2;
    private static final int IDLE_SECONDS = 30;

    /** Authentication credentials invalid, and what some servers say instead. */
    private static final Set<Integer> SIGN_IN_REFUSED = Set.of(535, 530, 534);

    private final Vertx vertx;
    private final PettyConfig.Mail config;
    private final MailSignIn signIn;
    private @Nullable Way way;

    /** A client signs in with the credentials that it was made with. */
    private record Way(Credentials with, MailClient client) {}

    SmtpPost(Vertx vertx, PettyConfig.Mail config, MailSignIn signIn) {
        this.vertx = vertx;
        this.config = config;
        this.signIn = signIn;
    }

    @Override
    public Future<Void> send(Letter letter, String messageId) {
        var headers =
                HttpHeaders.headers().set("Message-ID", "<" + messageId + ">").set("Auto-Submitted", "auto-generated");
        var message = new MailMessage()
                .setFrom(config.from())
                .setTo(letter.to())
                .setSubject(letter.subject())
                .setText(letter.body())
                .setHeaders(headers);
        return signIn.current()
                .compose(with -> send(message, with)
                        .recover(cause -> isSignIn(cause)
                                ? signIn.renewed()
                                        .compose(newer ->
                                                newer.equals(with) ? Future.failedFuture(cause) : send(message, newer))
                                : Future.failedFuture(cause)));
    }

    private Future<Void> send(MailMessage message, Credentials with) {
        return client(with).sendMail(message).mapEmpty();
    }

    /** Nothing of the letter has been sent then. */
    private static boolean isSignIn(Throwable cause) {
        return cause instanceof SMTPException e && SIGN_IN_REFUSED.contains(e.getReplyCode());
    }

    private synchronized MailClient client(Credentials with) {
        var now = way;
        if (now == null || !now.with().equals(with)) {
            if (now != null) {
                closeLater(now.client());
            }
            now = new Way(with, MailClient.create(vertx, options(with)));
            way = now;
        }
        return now.client();
    }

    /** Letters may be on their way through it; its connections end by themselves when they are idle. */
    private void closeLater(MailClient client) {
        vertx.setTimer(TimeUnit.SECONDS.toMillis(2 * IDLE_SECONDS), timer -> client.close());
    }

    private MailConfig options(Credentials with) {
        var options = new MailConfig()
                .setHostname(config.host())
                .setPort(config.port())
                .setSsl(config.tls() == PettyConfig.MailTls.IMPLICIT)
                .setStarttls(
                        config.tls() == PettyConfig.MailTls.REQUIRED
                                ? StartTLSOptions.REQUIRED
                                : StartTLSOptions.DISABLED)
                .setLogin(with.user().isEmpty() ? LoginOption.NONE : LoginOption.REQUIRED)
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setKeepAliveTimeoutUnit(TimeUnit.SECONDS);
        return with.user().isEmpty()
                ? options
                : options.setUsername(with.user()).setPassword(with.password().value());
    }

    @Override
    public synchronized Future<Void> close() {
        var now = way;
        return now == null ? Future.succeededFuture() : now.client().close();
    }
}
