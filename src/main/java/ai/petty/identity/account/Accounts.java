package ai.petty.identity.account;

import ai.petty.audit.AuditEntry.Outcome;
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
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts, as their owners and administrators deal with them. */
public final class Accounts {
    private final Database database;
    private final AccountFields fields;
    private final Passwords passwords;
    private final Attempts attempts;
    private final PasswordReset resets;
    private final Sessions sessions;
    private final SignIn.Told told;
    private final InstantSource clock;

    Accounts(
            Database database,
            AccountFields fields,
            Passwords passwords,
            Attempts attempts,
            PasswordReset resets,
            Sessions sessions,
            SignIn.Told told,
            InstantSource clock) {
        this.database = database;
        this.fields = fields;
        this.passwords = passwords;
        this.attempts = attempts;
        this.resets = resets;
        this.sessions = sessions;
        this.told = told;
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
     * Changes the password and ends every session but the one that did it.
     *
     * @param session of the caller; empty ends all
     * @return fails with {@code auth.wrong_password}, or when the new one cannot be used
     */
    public Future<Void> changePassword(
            UUID accountId, Optional<UUID> session, String current, String next, Visitor visitor) {
        return requirePassword(accountId, current, "account.password_changed", visitor)
                .compose(account -> {
                    var email = fields.email(account);
                    passwords.rules().require("/new_password", next, email.orElse(""));
                    return passwords
                            .hasher()
                            .hash(next)
                            .compose(hash -> database.transact(client -> AccountRepository.setPassword(
                                            client, accountId, hash)
                                    .compose(done -> session.isPresent()
                                            ? sessions.endOthers(client, accountId, session.get(), EndReason.PASSWORD)
                                            : sessions.endAll(client, accountId, EndReason.PASSWORD))
                                    .compose(done -> email.isEmpty()
                                            ? Future.succeededFuture()
                                            : told.mails()
                                                    .post(
                                                            client,
                                                            new Mail(
                                                                    email.get(),
                                                                    Mail.Template.PASSWORD_CHANGED,
                                                                    Map.of())))));
                })
                .onSuccess(done -> told.acts().done(accountId, "account.password_changed", visitor));
    }

    /**
     * Lets nobody but who knows the password go on: a stolen token is not enough. Wrong ones are counted, and lock it
     * like failed sign-ins do.
     *
     * @param action what was to be done, for the record of a refusal
     */
    private Future<AccountRepository.Stored> requirePassword(
            UUID accountId, String password, String action, Visitor visitor) {
        return stored(accountId)
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
                            return Future.failedFuture(Refusal.of(
                                    Refusal.Kind.FORBIDDEN,
                                    "auth.wrong_password",
                                    "The password is not the account's, or too many were tried."));
                        }));
    }

    /**
     * Lets nobody go on who has only come by a token: the session must have begun a moment ago, with the password.
     *
     * @param session of the caller; may only be empty for an account without a password, whose issuer answers for it
     * @param action what is to be done, for the record of a refusal
     * @return fails with {@code auth.sign_in_again}
     */
    public Future<Void> requireFresh(UUID accountId, Optional<UUID> session, String action, Visitor visitor) {
        return stored(accountId)
                .compose(account -> session.isPresent()
                        ? sessions.isFresh(accountId, session.get())
                        : Future.succeededFuture(account.passwordHash().isEmpty()))
                .compose(isFresh -> {
                    if (isFresh) {
                        return Future.succeededFuture();
                    }
                    told.acts().refused(Optional.of(accountId), action, visitor);
                    return Future.failedFuture(Refusal.of(
                            Refusal.Kind.FORBIDDEN,
                            "auth.sign_in_again",
                            "Sign in again, then do this within ten minutes."));
                });
    }

    /**
     * Holds an account so that nobody else changes it until the transaction ends.
     *
     * @return the keyed hash of the address that it has proved; empty when it has proved none, or is gone: what hangs on an
     *     address that is only claimed may be somebody else's
     */
    public Future<Optional<byte[]>> lock(SqlClient transaction, UUID accountId) {
        return AccountRepository.lock(transaction, accountId)
                .map(found -> found.filter(AccountRepository.Stored::isVerified)
                        .flatMap(AccountRepository.Stored::emailHash));
    }

    /** Removes an account with its sessions, devices, tokens, counters and mails; nothing when it is gone. */
    public Future<Void> remove(SqlClient transaction, UUID accountId) {
        return AccountRepository.find(transaction, accountId)
                .compose(found ->
                        found.map(account -> remove(transaction, account)).orElseGet(Future::succeededFuture));
    }

    private Future<Void> remove(SqlClient transaction, AccountRepository.Stored account) {
        // What hangs on an address that is only claimed may be somebody else's: the locks on it, and the mails to it.
        var email = fields.email(account).filter(address -> account.isVerified());
        return sessions.endAll(transaction, account.accountId(), EndReason.LOGOUT_ALL)
                .compose(ended -> resets.forgetLocks(transaction, account))
                .compose(unlocked -> email.isEmpty()
                        ? Future.succeededFuture()
                        : told.mails().forget(transaction, email.get()))
                .compose(forgotten -> AccountRepository.remove(transaction, account.accountId()));
    }

    /**
     * Ends every lock of an account.
     *
     * @param administrator who does it
     */
    public Future<Void> unlock(UUID administrator, UUID accountId, Visitor visitor) {
        return stored(accountId)
                .compose(account -> database.transact(client -> resets.unlock(client, account)))
                .onSuccess(done -> told.acts()
                        .note(
                                Optional.of(administrator),
                                "account.unlocked",
                                "account:" + accountId,
                                Outcome.DONE,
                                visitor));
    }

    static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "account.unknown", "There is no such account.");
    }
}
