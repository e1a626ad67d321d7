package ai.petty.identity.account;

import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Visitor;
import ai.petty.identity.session.EndReason;
import ai.petty.identity.session.Sessions;
import ai.petty.mail.Mail;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new password by mail, for who has forgotten the old one or is locked out. */
public final class PasswordReset {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordReset.class);

    /** Like "24 November 2026, 03:10 UTC". */
    private static final DateTimeFormatter MADE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Database database;
    private final AccountFields fields;
    private final Passwords passwords;
    private final Sessions sessions;
    private final SignInLimits limits;
    private final SignIn.Told told;
    private final AddressMails mails;
    private final InstantSource clock;

    public PasswordReset(
            Database database,
            AccountFields fields,
            Passwords passwords,
            Sessions sessions,
            SignInLimits limits,
            SignIn.Told told,
            AddressMails mails,
            InstantSource clock) {
        this.database = database;
        this.fields = fields;
        this.passwords = passwords;
        this.sessions = sessions;
        this.limits = limits;
        this.told = told;
        this.mails = mails;
        this.clock = clock;
    }

    /**
     * Has a mail sent, when there is somebody to send it to: to who has proved the address, else to those who claim it, for
     * whom it is the way to prove it when the first mail did not come. It completes when that has been looked up, before the mail is
     * posted: neither the answer nor its delay tells whether there is.
     */
    public Future<Void> forgotten(String givenEmail, Visitor visitor) {
        var email = EmailAddress.require("/email", givenEmail);
        return database.ask(pool -> AccountRepository.byEmail(pool, fields.emailHash(email)))
                .onSuccess(found -> {
                    if (!found.isEmpty()) {
                        post(email, found, visitor);
                    }
                })
                .mapEmpty();
    }

    private void post(EmailAddress email, List<AccountRepository.Stored> accounts, Visitor visitor) {
        database.transact(client -> mails.take(client, AddressMails.Kind.RESET, fields.emailHash(email), now())
                        .compose(may -> may ? postEach(client, email, accounts) : Future.succeededFuture()))
                .onSuccess(posted -> accounts.forEach(
                        account -> told.acts().done(account.accountId(), "account.reset_asked", visitor)))
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("cause", cause.getClass().getSimpleName())
                        .log("A mail for a new password could not be posted"));
    }

    private Future<Void> postEach(SqlClient client, EmailAddress email, List<AccountRepository.Stored> accounts) {
        var done = Future.<Void>succeededFuture();
        for (var account : accounts) {
            done = done.compose(before -> MailToken.issue(client, account.accountId(), MailToken.Purpose.RESET, now()))
                    .compose(token -> told.mails().post(client, mail(email, account, token), account.accountId()));
        }
        return done;
    }

    /** Of several claims of one address, the mail tells which it is about by when it was made: its owner knows. */
    private static Mail mail(EmailAddress email, AccountRepository.Stored account, OpaqueToken token) {
        return account.isVerified()
                ? new Mail(email.text(), Mail.Template.RESET_PASSWORD, Map.of("token", token.text()))
                : new Mail(
                        email.text(),
                        Mail.Template.CONFIRM_BY_PASSWORD,
                        Map.of("token", token.text(), "made", MADE.format(Micros.instant(account.createdAt()))));
    }

    /**
     * Sets a new password. That proves the address, ends every session, forgets every device and ends every lock.
     *
     * @return the device on which it was done, which is known from now on; fails with {@code auth.invalid_mail_token}
     */
    public Future<OpaqueToken> reset(OpaqueToken token, String password, Visitor visitor) {
        return database.ask(pool -> MailToken.peek(pool, token, MailToken.Purpose.RESET, now())
                        .compose(account -> account.isEmpty()
                                ? Future.succeededFuture(Optional.<AccountRepository.Stored>empty())
                                : AccountRepository.find(pool, account.get())))
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(MailToken.notGood())
                        : reset(token, found.get(), password, visitor));
    }

    private Future<OpaqueToken> reset(
            OpaqueToken token, AccountRepository.Stored account, String password, Visitor visitor) {
        var email = fields.email(account).orElseThrow();
        var addressHash = account.emailHash().orElseThrow();
        passwords.rules().require("/password", password, email);
        var device = OpaqueToken.fresh();
        return limits.ofAccount("reset " + account.accountId())
                .compose(allowed -> passwords.hasher().hash(password))
                .compose(hash -> database.transact(client -> AccountRepository.lock(client, account.accountId())
                        .compose(locked -> MailToken.spend(client, token, MailToken.Purpose.RESET, now()))
                        .compose(spent -> AccountRepository.verified(client, account.accountId(), now()))
                        .recover(Registration::provedByAnother)
                        .compose(done -> AccountRepository.setPassword(client, account.accountId(), hash))
                        .compose(done -> sessions.endAll(client, account.accountId(), EndReason.RESET))
                        .compose(done -> unlock(client, account))
                        .compose(done -> mails.forget(client, addressHash))
                        .compose(done -> Devices.forget(client, account.accountId()))
                        .compose(done -> Devices.remember(client, account.accountId(), device, now()))
                        .compose(done -> told.mails()
                                .post(
                                        client,
                                        new Mail(email, Mail.Template.PASSWORD_CHANGED, Map.of()),
                                        account.accountId()))))
                .onSuccess(done -> told.acts().done(account.accountId(), "account.password_reset", visitor))
                .map(device);
    }

    /** Ends every lock of an account: of its address, of its devices, and of its password. */
    Future<Void> unlock(SqlClient client, AccountRepository.Stored account) {
        return unlock(client, account, account.emailHash());
    }

    /** As {@link #unlock}, but of an address only when the account has proved that it is its own. */
    Future<Void> forgetLocks(SqlClient client, AccountRepository.Stored account) {
        return unlock(client, account, account.provedEmailHash());
    }

    private Future<Void> unlock(SqlClient client, AccountRepository.Stored account, Optional<byte[]> emailHash) {
        return Devices.hashes(client, account.accountId()).compose(devices -> {
            var counters = new ArrayList<>(devices);
            emailHash.ifPresent(counters::add);
            counters.add(fields.passwordCounter(account.accountId()));
            return Attempts.forget(client, counters);
        });
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
