package ai.petty.mail;

import ai.petty.config.PettyConfig;
import ai.petty.privacy.FieldCipher;
import ai.petty.privacy.FieldCipher.Place;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails by way of a table: written with the transaction that wants them, sent soon after it. Each is sent at least once;
 * when a process ends between sending and noting it, a second copy has the same Message-ID, by which mail programs tell
 * that it is one.
 */
public final class Outbox implements Mails {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** Longer than {@code mail.timeout} may be. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int AT_ONCE = SmtpPost.CONNECTIONS;
    /** What {@code account.email_hash} is made with: who forgets an account knows the hash, and need not read the address. */
    private static final String RECIPIENT = "account.email";

    private final Vertx vertx;
    private final MailRepository repository;
    private final FieldCipher cipher;
    private final PettyConfig.Mail config;
    private final InstantSource clock;
    private final Post post;
    private final String domain;
    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicInteger underWay = new AtomicInteger();
    private long timer = -1;

    public Outbox(
            Vertx vertx,
            Database database,
            FieldCipher cipher,
            PettyConfig.Mail config,
            MailSignIn signIn,
            InstantSource clock,
            MeterRegistry meters,
            PrintStream console) {
        this.vertx = vertx;
        this.repository = new MailRepository(database);
        this.cipher = cipher;
        this.config = config;
        this.clock = clock;
        this.post = switch (config.transport()) {
            case SMTP -> new GuardedPost(vertx, new SmtpPost(vertx, config, signIn), config, meters);
            case CONSOLE -> new ConsolePost(console);
            case NONE -> new NoPost();
        };
        this.domain = domain(config.from());
        this.sent = meters.counter("petty.mail", "outcome", "sent");
        this.failed = meters.counter("petty.mail", "outcome", "failed");
        this.givenUp = meters.counter("petty.mail", "outcome", "given_up");
    }

    /** Of {@code Petty <no-reply@petty.invalid>}. */
    private static String domain(String from) {
        var address = from.endsWith(">") ? from.substring(from.lastIndexOf('<') + 1, from.length() - 1) : from;
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** Begins to send. */
    public void start() {
        timer = vertx.setPeriodic(LOOK_EVERY.toMillis(), tick -> look());
    }

    /** How the breaker before the mail server stands: CLOSED is good. */
    public CircuitBreakerState state() {
        return post.state();
    }

    /** Stops sending; what waits is sent after the next start, or by another process. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return post.close();
    }

    @Override
    public Future<Void> post(SqlClient client, Mail mail) {
        return put(client, mail, null);
    }

    @Override
    public Future<Void> post(SqlClient client, Mail mail, UUID account) {
        return put(client, mail, account);
    }

    private Future<Void> put(SqlClient client, Mail mail, @Nullable UUID account) {
        Letter.of(mail, config.links()); // fails now, not when it is sent, when a value is missing
        var mailId = UUID.randomUUID();
        var values = new JsonObject();
        mail.values().forEach(values::put);
        var row = new MailRepository.Waiting(
                mailId,
                mail.template().name(),
                Buffer.buffer(cipher.seal(mail.to(), place("recipient", mailId))),
                Buffer.buffer(cipher.seal(values.encode(), place("content", mailId))),
                0);
        return MailRepository.put(client, row, cipher.index(RECIPIENT, mail.to()), account, now());
    }

    @Override
    public Future<Void> forget(SqlClient client, byte[] addressHash) {
        return MailRepository.forget(client, addressHash);
    }

    /** Each mail is on its own: one that hangs holds up no others until all lanes are full of such. */
    private void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        var free = free();
        if (free <= 0) {
            looking.set(false);
            return;
        }
        repository.take(free, now(), LEASE).onComplete(done -> {
            if (done.succeeded()) {
                done.result().forEach(this::begin);
            }
            looking.set(false);
            warn(done);
        });
    }

    /** How many mails may be taken now. While the server is away none; when it is tried again, one. */
    private int free() {
        return switch (post.state()) {
            case CLOSED -> AT_ONCE - underWay.get();
            case HALF_OPEN -> 1 - underWay.get();
            case OPEN -> 0;
        };
    }

    private void begin(MailRepository.Waiting mail) {
        underWay.incrementAndGet();
        send(mail).onComplete(done -> {
            underWay.decrementAndGet();
            warn(done);
            look(); // there may be more
        });
    }

    private static void warn(AsyncResult<?> done) {
        if (done.failed()) {
            LOG.atWarn()
                    .addKeyValue("cause", done.cause().getClass().getSimpleName())
                    .log("Mails wait: the outbox could not be read or written");
        }
    }

    private Future<Void> send(MailRepository.Waiting mail) {
        return Future.future(attempt -> {
            if (mail.attempts() > config.attempts()) {
                giveUp(mail).onComplete(attempt);
                return;
            }
            Future.succeededFuture(mail)
                    .compose(it -> post.send(letter(it), it.mailId() + "@" + domain))
                    .compose(
                            nothing -> {
                                sent.increment();
                                return repository.done(mail.mailId());
                            },
                            cause -> notSent(mail, cause))
                    .onComplete(attempt);
        });
    }

    private Letter letter(MailRepository.Waiting mail) {
        var values = new JsonObject(cipher.open(mail.content().getBytes(), place("content", mail.mailId())));
        return Letter.of(
                new Mail(
                        cipher.open(mail.recipient().getBytes(), place("recipient", mail.mailId())),
                        Mail.Template.valueOf(mail.template()),
                        values.stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, value -> String.valueOf(value.getValue())))),
                config.links());
    }

    private Future<Void> notSent(MailRepository.Waiting mail, Throwable cause) {
        if (GuardedPost.wasNotTried(cause)) {
            return repository.putBack(
                    mail.mailId(), now() + micros(config.breaker().reset()));
        }
        failed.increment();
        LOG.atWarn()
                .addKeyValue("mail", mail.mailId())
                .addKeyValue("attempt", mail.attempts())
                .addKeyValue("cause", cause.getClass().getSimpleName()) // its text may quote the address
                .log("A mail could not be sent");
        if (mail.attempts() >= config.attempts()) {
            return giveUp(mail);
        }
        return repository.later(mail.mailId(), now() + micros(pause(mail.attempts())));
    }

    private Future<Void> giveUp(MailRepository.Waiting mail) {
        givenUp.increment();
        LOG.atError()
                .addKeyValue("mail", mail.mailId())
                .addKeyValue("template", mail.template().toLowerCase(Locale.ROOT))
                .log("A mail is given up");
        return repository.done(mail.mailId());
    }

    /** Doubles with each attempt, up to a quarter longer by chance, so that mails do not all come back together. */
    private Duration pause(int attempts) {
        var doubled = config.firstPause().multipliedBy(1L << Math.min(attempts - 1, 20));
        var bounded = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return bounded.plusMillis(ThreadLocalRandom.current().nextLong(bounded.toMillis() / 4 + 1));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static Place place(String column, UUID mailId) {
        return new Place("mail", column, mailId.toString());
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
