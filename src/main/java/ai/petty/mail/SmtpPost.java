package ai.petty.mail;

import ai.petty.config.PettyConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands letters to a mail server by SMTP. The client waits for an answer for ever: so a connection on which nothing was heard for
 * a while is closed, and should that not end it, the whole client is.
 */
final class SmtpPost implements Post {
    /** As many letters are handed over at once. */
    static final int CONNECTIONS = 4;

    private static final Duration LONGEST_KEPT = Duration.ofSeconds(10);
    private static final Duration LONGER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final MailConfig options;
    private final String from;
    private final Duration timeout;
    private final AtomicReference<MailClient> client;

    SmtpPost(Vertx vertx, PettyConfig.Mail config) {
        this.vertx = vertx;
        this.options = options(config);
        this.from = config.from();
        this.timeout = config.timeout();
        this.client = new AtomicReference<>(MailClient.create(vertx, options));
    }

    private static MailConfig options(PettyConfig.Mail config) {
        var options = new MailConfig()
                .setHostname(config.host())
                .setPort(config.port())
                .setSsl(config.tls() == PettyConfig.MailTls.IMPLICIT)
                .setStarttls(
                        config.tls() == PettyConfig.MailTls.REQUIRED
                                ? StartTLSOptions.REQUIRED
                                : StartTLSOptions.DISABLED)
                .setLogin(config.user().isEmpty() ? LoginOption.NONE : LoginOption.REQUIRED)
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) config.timeout().toMillis())
                .setIdleTimeout((int) config.timeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout((int) kept(config.timeout()).toMillis())
                .setKeepAliveTimeoutUnit(TimeUnit.MILLISECONDS);
        return config.user().isEmpty()
                ? options
                : options.setUsername(config.user())
                        .setPassword(config.password().value());
    }

    /** How long a connection waits for another letter: well before it would be closed for its silence. */
    private static Duration kept(Duration timeout) {
        var half = timeout.dividedBy(2);
        return half.compareTo(LONGEST_KEPT) < 0 ? half : LONGEST_KEPT;
    }

    @Override
    public Future<Void> send(Letter letter, String messageId) {
        var headers =
                HttpHeaders.headers().set("Message-ID", "<" + messageId + ">").set("Auto-Submitted", "auto-generated");
        var message = new MailMessage()
                .setFrom(from)
                .setTo(letter.to())
                .setSubject(letter.subject())
                .setText(letter.body())
                .setHeaders(headers);
        var asked = client.get();
        return asked.sendMail(message)
                .timeout(timeout.plus(LONGER).toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> {
                    if (cause instanceof TimeoutException) {
                        replace(asked);
                    }
                })
                .mapEmpty();
    }

    /** A server that drips is never idle: with its client goes the connection that it holds. */
    private void replace(MailClient stuck) {
        var fresh = MailClient.create(vertx, options);
        (client.compareAndSet(stuck, fresh) ? stuck : fresh).close();
    }

    @Override
    public Future<Void> close() {
        return client.get().close();
    }
}
