package ai.petty.identity.account;

import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Visitor;
import ai.petty.identity.password.PasswordHasher;
import ai.petty.identity.password.PasswordRules;
import ai.petty.identity.session.Sessions;
import ai.petty.mail.Mail;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Making an account. An address is only claimed until the mail to it was answered, and any number of accounts may claim one: so
 * registering does the same and answers the same whether the address has an account or not. The mail tells the one who
 * may know; who did not get it asks for a new password, which proves the address, too.
 */
public final class Registration {
    private final Database database;
    private final AccountFields fields;
    private final PasswordHasher hasher;
    private final PasswordRules passwords;
    private final SignIn signIn;
    private final Sessions sessions;
    private final SignIn.Told told;
    private final AddressMails mails;
    private final InstantSource clock;

    public Registration(
            Database database,
            AccountFields fields,
            Passwords passwords,
            SignIn signIn,
            Sessions sessions,
            SignIn.Told told,
            AddressMails mails,
            InstantSource clock) {
        this.database = database;
        this.fields = fields;
        this.hasher = passwords.hasher();
        this.passwords = passwords.rules();
        this.signIn = signIn;
        this.sessions = sessions;
        this.told = told;
        this.mails = mails;
        this.clock = clock;
    }

    /** Somebody new. */
    public record Newcomer(String email, String password, Optional<String> name, Optional<String> phone) {
        @Override
        public String toString() {
            return "Newcomer[masked]";
        }
    }

    /** Makes an account that claims its address, and signs it in. */
    public Future<SignedIn> register(Newcomer newcomer, Visitor visitor) {
        var email = EmailAddress.require("/email", newcomer.email());
        passwords.require("/password", newcomer.password(), email.text());
        var accountId = UUID.randomUUID();
        return hasher.hash(newcomer.password())
                .compose(hash -> database.transact(client -> add(client, newcomer, email, accountId, hash)
                        .compose(added -> begin(client, accountId, 0, Optional.empty(), visitor))))
                .onSuccess(done -> told.acts().done(accountId, "account.registered", visitor));
    }

    private Future<Void> add(SqlClient client, Newcomer newcomer, EmailAddress email, UUID accountId, String hash) {
        var emailHash = fields.emailHash(email);
        var now = now();
        var stored = new AccountRepository.Stored(
                accountId,
                Optional.of(emailHash),
                Optional.of(fields.seal(accountId, "email", email.text())),
                newcomer.name().map(name -> fields.seal(accountId, "name", name)),
                newcomer.phone().map(phone -> fields.seal(accountId, "phone", phone)),
                Optional.of(hash),
                0,
                false,
                now);
        return AccountRepository.isTaken(client, emailHash)
                .compose(isTaken -> AccountRepository.add(client, stored)
                        .compose(added -> MailToken.issue(client, accountId, MailToken.Purpose.VERIFY, now))
                        .compose(token -> mails.take(client, AddressMails.Kind.CONFIRM, emailHash, now)
                                .compose(may -> may
                                        ? tell(client, accountId, email, isTaken, token)
                                        : Future.succeededFuture())));
    }

    /** The first of these mails is to the owner of the address, so it is sent even when the claim has gone. */
    private Future<Void> tell(
            SqlClient client, UUID accountId, EmailAddress email, boolean isTaken, OpaqueToken token) {
        return isTaken
                ? told.mails().post(client, new Mail(email.text(), Mail.Template.ALREADY_REGISTERED, Map.of()))
                : told.mails()
                        .post(
                                client,
                                new Mail(email.text(), Mail.Template.VERIFY_EMAIL, Map.of("token", token.text())),
                                accountId);
    }

    /**
     * Proves the address of an account, with what its mail said and the password that was chosen with it, and signs it in. Both are
     * needed: else a stranger could register somebody's address and have them confirm it with a click.
     *
     * @return fails with {@code auth.invalid_mail_token} when either is wrong
     */
    public Future<SignedIn> verify(OpaqueToken token, String password, Visitor visitor) {
        return database.ask(pool -> MailToken.peek(pool, token, MailToken.Purpose.VERIFY, now())
                        .compose(account -> account.isEmpty()
                                ? Future.succeededFuture(Optional.<AccountRepository.Stored>empty())
                                : AccountRepository.find(pool, account.get())))
                .compose(found -> signIn.limits()
                        .ofAccount("verify "
                                + found.map(AccountRepository.Stored::accountId)
                                        .map(UUID::toString)
                                        .orElse(token.text()))
                        .map(found))
                .compose(found -> hasher.verify(password, found.flatMap(AccountRepository.Stored::passwordHash))
                        .compose(verdict -> verdict.right() && found.isPresent()
                                ? proved(token, found.get(), visitor)
                                : Future.failedFuture(MailToken.notGood())));
    }

    private Future<SignedIn> proved(OpaqueToken token, AccountRepository.Stored account, Visitor visitor) {
        return database.transact(client -> AccountRepository.holds(
                                client,
                                account.accountId(),
                                account.passwordHash().orElseThrow(),
                                account.epoch())
                        .compose(holds -> holds
                                ? MailToken.spend(client, token, MailToken.Purpose.VERIFY, now())
                                : Future.failedFuture(MailToken.notGood()))
                        .compose(spent -> AccountRepository.verified(client, account.accountId(), now()))
                        .recover(Registration::provedByAnother)
                        .compose(done ->
                                begin(client, account.accountId(), account.epoch(), account.emailHash(), visitor)))
                .onSuccess(done -> told.acts().done(account.accountId(), "account.verified", visitor));
    }

    /** Two who claimed one address both had its mail: the first has it. */
    static <T> Future<T> provedByAnother(Throwable cause) {
        return Future.failedFuture(
                cause instanceof PgException e && "23505".equals(e.getSqlState()) ? MailToken.notGood() : cause);
    }

    private Future<SignedIn> begin(
            SqlClient client, UUID accountId, int epoch, Optional<byte[]> provedEmailHash, Visitor visitor) {
        var device = OpaqueToken.fresh();
        var scopes = signIn.scopes(Set.of(), provedEmailHash);
        return Devices.remember(client, accountId, device, now())
                .compose(done -> sessions.begin(client, new Sessions.Beginning(accountId, epoch, scopes), visitor))
                .map(pair -> new SignedIn(accountId, pair, device));
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
