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
import java.util.concurrent.TimeUnit;

/** Hands letters to a mail server by SMTP. */
final class SmtpPost implements Post {
    private static final int CONNECTIONS = 2;
    private static final int IDLE_SECONDS = 30;

    private final MailClient client;
    private final String from;

    SmtpPost(Vertx vertx, PettyConfig.Mail config) {
        this.from = config.from();
        this.client = MailClient.create(vertx, options(config));
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
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setKeepAliveTimeoutUnit(TimeUnit.SECONDS);
        return config.user().isEmpty()
                ? options
                : options.setUsername(config.user())
                        .setPassword(config.password().value());
    }

    @Override
    public Future<Void> send(Letter letter, String messageId) {
        var headers =
                HttpHeaders.headers().set("Message-ID", "<" + messageId + ">").set("Auto-Submitted", "auto-generated");
        return client.sendMail(new MailMessage()
                        .setFrom(from)
                        .setTo(letter.to())
                        .setSubject(letter.subject())
                        .setText(letter.body())
                        .setHeaders(headers))
                .mapEmpty();
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
