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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hands letters to a mail server by SMTP. The client waits for an answer for ever: so a connection on which nothing was heard for
 * a while is closed, and should that not end it, the whole client is.
 */
final class SmtpPost implements Post {
    /** As many letters are handed over at once. */
    static final int CONNECTIONS = 4;

    private static final Duration LONGEST_KEPT = Duration.ofSeconds(10);
    private static final Duration LONGER = Duration.ofSeconds(1);

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
        var client = client(with);
        return client.sendMail(message)
                .timeout(config.timeout().plus(LONGER).toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> {
                    if (cause instanceof TimeoutException) {
                        leave(client);
                    }
                })
                .mapEmpty();
    }

    /** A server that drips is never idle: with its client goes the connection that it holds. */
    private synchronized void leave(MailClient stuck) {
        var now = way;
        if (now != null && now.client().equals(stuck)) {
            way = null;
        }
        stuck.close();
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
        vertx.setTimer(config.timeout().multipliedBy(2).toMillis(), timer -> client.close());
    }

    /** How long a connection waits for another letter: well before it would be closed for its silence. */
    private Duration kept() {
        var half = config.timeout().dividedBy(2);
        return half.compareTo(LONGEST_KEPT) < 0 ? half : LONGEST_KEPT;
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
                .setConnectTimeout((int) config.timeout().toMillis())
                .setIdleTimeout((int) config.timeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout((int) kept().toMillis())
                .setKeepAliveTimeoutUnit(TimeUnit.MILLISECONDS);
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
