package ai.petty.identity.account;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.identity.Visitor;
import ai.petty.identity.session.EndReason;
import ai.petty.identity.session.Sessions;
import ai.petty.mail.Mail;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts, as their owners and administrators deal with them. */
public final class Accounts {
    private final Database database;
    private final AccountFields fields;
    private final Passwords passwords;
    private final Attempts attempts;
    private final SignInLimits limits;
    private final PasswordReset resets;
    private final Sessions sessions;
    private final SignIn.Told told;
    private final AddressMails mails;
    private final InstantSource clock;

    Accounts(
            Database database,
            AccountFields fields,
            Passwords passwords,
            Attempts attempts,
            SignInLimits limits,
            PasswordReset resets,
            Sessions sessions,
            SignIn.Told told,
            AddressMails mails,
            InstantSource clock) {
        this.database = database;
        this.fields = fields;
        this.passwords = passwords;
        this.attempts = attempts;
        this.limits = limits;
        this.resets = resets;
        this.sessions = sessions;
        this.told = told;
        this.mails = mails;
        this.clock = clock;
    }

    /** @return fails with {@code account.unknown} when there is none */
    public Future<Account> find(UUID accountId) {
        return stored(accountId).map(fields::open);
    }

    private Future<AccountRepository.Stored> stored(UUID accountId) {
        return database.ask(pool -> AccountRepository.find(pool, accountId))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(unknown())));
    }

    /**
     * What is to be changed of what an account says of its owner. A field that is absent stays; an empty text is forgotten.
     */
    public record Description(Optional<String> name, Optional<String> phone) {
        @Override
        public String toString() {
            return "Description[masked]";
        }
    }

    /** @return the account as it is then */
    public Future<Account> describe(UUID accountId, Description description, Visitor visitor) {
        return stored(accountId)
                .compose(found -> database.ask(pool -> AccountRepository.describe(
                        pool,
                        accountId,
                        enciphered(accountId, "name", description.name()),
                        enciphered(accountId, "phone", description.phone()))))
                .onSuccess(done -> told.acts().done(accountId, "account.changed", visitor))
                .compose(done -> find(accountId));
    }

    private @Nullable Buffer enciphered(UUID accountId, String column, Optional<String> value) {
        return value.map(text -> text.isEmpty() ? Buffer.buffer() : Buffer.buffer(fields.seal(accountId, column, text)))
                .orElse(null);
    }

    /**
     * Changes the password, ends every session and forgets every device: whoever else had the old one has nothing of it. The one who
     * did it goes on with a session that begins here.
     *
     * @param scopes of the caller, who holds them in the new session, too
     * @return fails with {@code auth.wrong_password}, or when the new one cannot be used
     */
    public Future<SignedIn> changePassword(
            UUID accountId, Set<Scope> scopes, String current, String next, Visitor visitor) {
        return requirePassword(accountId, current, "account.password_changed", visitor)
                .compose(account -> {
                    var email = fields.email(account);
                    passwords.rules().require("/new_password", next, email.orElse(""));
                    return passwords
                            .hasher()
                            .hash(next)
                            .compose(hash ->
                                    database.transact(client -> changed(client, account, hash, scopes, visitor)));
                })
                .onSuccess(done -> told.acts().done(accountId, "account.password_changed", visitor));
    }

    private Future<SignedIn> changed(
            SqlClient client, AccountRepository.Stored account, String hash, Set<Scope> scopes, Visitor visitor) {
        var accountId = account.accountId();
        var device = OpaqueToken.fresh();
        var now = Micros.of(clock.instant());
        return AccountRepository.holds(client, accountId, account.passwordHash().orElseThrow(), account.epoch())
                .compose(holds -> holds
                        ? AccountRepository.setPassword(client, accountId, hash)
                        : Future.failedFuture(wrongPassword()))
                .compose(set -> sessions.endAll(client, accountId, EndReason.PASSWORD))
                .compose(ended -> Devices.forget(client, accountId))
                .compose(forgotten -> Devices.remember(client, accountId, device, now))
                .compose(known -> fields.email(account)
                        .map(email -> told.mails()
                                .post(client, new Mail(email, Mail.Template.PASSWORD_CHANGED, Map.of()), accountId))
                        .orElseGet(Future::succeededFuture))
                .compose(posted ->
                        sessions.begin(client, new Sessions.Beginning(accountId, account.epoch() + 1, scopes), visitor))
                .map(pair -> new SignedIn(accountId, pair, device));
    }

    /**
     * Lets nobody but who knows the password go on: a stolen token is not enough. Wrong ones are counted, and lock it
     * like failed sign-ins do.
     *
     * @param action what was to be done, for the record of a refusal
     */
    private Future<AccountRepository.Stored> requirePassword(
            UUID accountId, String password, String action, Visitor visitor) {
        return limits.ofAccount("password " + accountId)
                .compose(allowed -> stored(accountId))
                .compose(account -> passwords
                        .hasher()
                        .verify(password, account.passwordHash())
                        .compose(verdict -> database.ask(pool -> attempts.judge(
                                pool, fields.passwordCounter(accountId), verdict.right(), Micros.of(clock.instant()))))
                        .compose(judgement -> {
                            if (judgement.isAdmitted()) {
                                return Future.succeededFuture(account);
                            }
                            told.acts().refused(Optional.of(accountId), action, visitor);
                            return Future.failedFuture(wrongPassword());
                        }));
    }

    private static Refusal wrongPassword() {
        return Refusal.of(
                Refusal.Kind.FORBIDDEN,
                "auth.wrong_password",
                "The password is not the account's, or too many were tried.");
    }

    /**
     * Lets nobody go on who has only come by a token: the session must have begun a moment ago, with the password. For who signs in
     * elsewhere, the other issuer must have issued the token a moment ago.
     *
     * @param grant of the caller's token
     * @param action what is to be done, for the record of a refusal
     * @return fails with {@code auth.sign_in_again}
     */
    public Future<Void> requireFresh(UUID accountId, Optional<Principal.Grant> grant, String action, Visitor visitor) {
        return stored(accountId).compose(account -> isFresh(account, grant)).compose(isFresh -> {
            if (isFresh) {
                return Future.succeededFuture();
            }
            told.acts().refused(Optional.of(accountId), action, visitor);
            return Future.failedFuture(Refusal.of(
                    Refusal.Kind.FORBIDDEN, "auth.sign_in_again", "Sign in again, then do this within ten minutes."));
        });
    }

    private Future<Boolean> isFresh(AccountRepository.Stored account, Optional<Principal.Grant> grant) {
        var session = grant.flatMap(Principal.Grant::session);
        if (session.isPresent()) {
            return sessions.isFresh(account.accountId(), session.get());
        }
        var since = clock.instant().minus(Sessions.FRESH);
        return Future.succeededFuture(account.passwordHash().isEmpty()
                && grant.flatMap(Principal.Grant::issuedAt)
                        .filter(issued -> issued.isAfter(since))
                        .isPresent());
    }

    /**
     * Holds an account so that nobody else changes it until the transaction ends.
     *
     * @return the keyed hash of the address that it has proved; empty when it has none, only claims one, or is gone
     */
    public Future<Optional<byte[]>> lock(SqlClient transaction, UUID accountId) {
        return AccountRepository.lock(transaction, accountId)
                .map(found -> found.flatMap(AccountRepository.Stored::provedEmailHash));
    }

    /**
     * Removes an account with its sessions, devices, tokens, counters and mails; nothing when it is gone. What hangs on its address
     * goes with it when the address is proved: else it is somebody else's, maybe. Nothing of it need be readable any more.
     */
    public Future<Void> remove(SqlClient transaction, UUID accountId) {
        return AccountRepository.find(transaction, accountId)
                .compose(found ->
                        found.map(account -> remove(transaction, account)).orElseGet(Future::succeededFuture));
    }

    private Future<Void> remove(SqlClient transaction, AccountRepository.Stored account) {
        var addressHash = account.provedEmailHash();
        return sessions.endAll(transaction, account.accountId(), EndReason.LOGOUT_ALL)
                .compose(ended -> resets.forgetLocks(transaction, account))
                .compose(unlocked -> addressHash.isEmpty()
                        ? Future.succeededFuture()
                        : told.mails()
                                .forget(transaction, addressHash.get())
                                .compose(forgotten -> mails.forget(transaction, addressHash.get())))
                .compose(forgotten -> AccountRepository.remove(transaction, account.accountId()));
    }

    /**
     * Writes to who claims an address, and has not been heard of for long, that their account will be erased.
     *
     * @param from from when on
     */
    public Future<Void> tellOfErasure(SqlClient transaction, UUID accountId, Instant from) {
        var now = Micros.of(clock.instant());
        return AccountRepository.lock(transaction, accountId)
                .map(Optional::orElseThrow)
                .compose(account -> mails.take(
                                transaction,
                                AddressMails.Kind.ERASURE,
                                account.emailHash().orElseThrow(),
                                now)
                        .compose(may -> may ? postErasure(transaction, account, from) : Future.succeededFuture()))
                .compose(posted -> AccountRepository.erasureTold(transaction, accountId, now));
    }

    private Future<Void> postErasure(SqlClient transaction, AccountRepository.Stored account, Instant from) {
        var day = LocalDate.ofInstant(from, ZoneOffset.UTC).toString();
        return told.mails()
                .post(
                        transaction,
                        new Mail(fields.email(account).orElseThrow(), Mail.Template.ACCOUNT_ENDING, Map.of("day", day)),
                        account.accountId());
    }

    /**
     * Ends every lock of an account.
     *
     * @param administrator who does it
     */
    public Future<Void> unlock(UUID administrator, UUID accountId, Visitor visitor) {
        return stored(accountId)
                .compose(account -> database.transact(client -> resets.unlock(client, account)))
                // The answer waits for the row a while; the act stands in either case.
                .compose(done -> told.acts()
                        .written(
                                Optional.of(administrator),
                                "account.unlocked",
                                "account:" + accountId,
                                Outcome.DONE,
                                visitor)
                        .otherwiseEmpty());
    }

    static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "account.unknown", "There is no such account.");
    }
}
