package ai.petty.identity.account;

import ai.petty.identity.Acts;
import ai.petty.identity.Administrators;
import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Scope;
import ai.petty.identity.Visitor;
import ai.petty.identity.password.PasswordHasher;
import ai.petty.identity.session.Sessions;
import ai.petty.mail.Mail;
import ai.petty.mail.Mails;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with an e-mail address and a password. Whether there is no such account, the password is wrong or the account is locked:
 * the answer is the same, and so is the work. One question to the database, one Argon2, one statement that judges.
 */
public final class SignIn {
    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
    private static final byte[] NO_DEVICE = new byte[0];

    private final Database database;
    private final AccountFields fields;
    private final PasswordHasher hasher;
    private final Sessions sessions;
    private final Rules rules;
    private final Told told;
    private final InstantSource clock;

    /**
     * What sign-ins go by.
     *
     * @param claimsToo who has not proved the address yet may sign in; for the demo and tests
     */
    public record Rules(Attempts attempts, SignInLimits limits, Administrators administrators, boolean claimsToo) {}

    /** Who is told of what happened. */
    public record Told(Acts acts, Mails mails) {}

    /**
     * Somebody who wants to sign in.
     *
     * @param device as an earlier sign-in answered it
     * @param wanted scopes to be held; empty for every one that the account may hold
     */
    public record Asking(String email, String password, Optional<OpaqueToken> device, Set<Scope> wanted) {
        @Override
        public String toString() {
            return "Asking[masked]";
        }
    }

    public SignIn(
            Database database,
            AccountFields fields,
            PasswordHasher hasher,
            Sessions sessions,
            Rules rules,
            Told told,
            InstantSource clock) {
        this.database = database;
        this.fields = fields;
        this.hasher = hasher;
        this.sessions = sessions;
        this.rules = rules;
        this.told = told;
        this.clock = clock;
    }

    /**
     * @return fails with {@code auth.invalid_credentials} for whatever reason; with {@code limit.exceeded} or
     *     {@code server.busy} and a time to return
     */
    public Future<SignedIn> signIn(Asking asking, Visitor visitor) {
        var email = EmailAddress.require("/email", asking.email());
        var emailHash = fields.emailHash(email);
        var deviceHash = asking.device().map(OpaqueToken::hash).orElse(NO_DEVICE);
        return database.ask(pool -> AccountRepository.candidate(pool, emailHash, deviceHash, rules.claimsToo()))
                .compose(candidate -> {
                    var isKnown = candidate
                            .map(AccountRepository.Candidate::isDeviceKnown)
                            .orElse(false);
                    return attempt(
                            asking,
                            visitor,
                            new Attempt(email, candidate, Buffer.buffer(isKnown ? deviceHash : emailHash), isKnown));
                });
    }

    /** @param counter where it is counted: a known device's own, so that strangers cannot keep it out, else the address's */
    private record Attempt(
            EmailAddress email,
            Optional<AccountRepository.Candidate> candidate,
            Buffer counter,
            boolean isDeviceKnown) {
        Optional<UUID> account() {
            return candidate.map(AccountRepository.Candidate::accountId);
        }
    }

    private Future<SignedIn> attempt(Asking asking, Visitor visitor, Attempt attempt) {
        return rules.limits()
                .ofAccount(HexFormat.of().formatHex(attempt.counter().getBytes()))
                .compose(allowed -> hasher.verify(
                        asking.password(), attempt.candidate().flatMap(AccountRepository.Candidate::passwordHash)))
                .compose(verdict -> database.ask(pool ->
                                rules.attempts().judge(pool, attempt.counter().getBytes(), verdict.right(), now()))
                        .compose(judgement -> {
                            if (judgement.isAdmitted() && attempt.candidate().isPresent()) {
                                return begin(
                                        asking,
                                        visitor,
                                        attempt,
                                        attempt.candidate().get(),
                                        verdict);
                            }
                            told.acts().refused(attempt.account(), "session.begun", visitor);
                            if (judgement.beganLock().isPositive()) {
                                locked(attempt, judgement.beganLock(), visitor);
                            }
                            return Future.failedFuture(refused());
                        }));
    }

    private Future<SignedIn> begin(
            Asking asking,
            Visitor visitor,
            Attempt attempt,
            AccountRepository.Candidate candidate,
            PasswordHasher.Verdict verdict) {
        var device = attempt.isDeviceKnown() ? asking.device().orElseThrow() : OpaqueToken.fresh();
        var scopes = scopes(asking.wanted(), candidate.emailHash());
        return database.transact(client -> requireUnchanged(client, candidate)
                        .compose(unchanged -> upgrade(client, candidate, verdict))
                        .compose(done -> Devices.remember(client, candidate.accountId(), device, now()))
                        .compose(done -> sessions.begin(
                                client,
                                new Sessions.Beginning(candidate.accountId(), candidate.epoch(), scopes),
                                visitor)))
                .onSuccess(pair -> told.acts().done(candidate.accountId(), "session.begun", visitor))
                .map(pair -> new SignedIn(candidate.accountId(), pair, device));
    }

    /** The password was right when it was read; a reset since then has ended every session, and this would be one more. */
    private static Future<Void> requireUnchanged(SqlClient client, AccountRepository.Candidate candidate) {
        return AccountRepository.holds(
                        client, candidate.accountId(), candidate.passwordHash().orElseThrow(), candidate.epoch())
                .compose(holds -> holds ? Future.succeededFuture() : Future.failedFuture(refused()));
    }

    private static Future<Void> upgrade(
            SqlClient client, AccountRepository.Candidate candidate, PasswordHasher.Verdict verdict) {
        return verdict.upgrade().isPresent()
                ? AccountRepository.setPassword(
                        client, candidate.accountId(), verdict.upgrade().get())
                : Future.succeededFuture();
    }

    SignInLimits limits() {
        return rules.limits();
    }

    /** What of {@code wanted} an account may hold; all of that when nothing in particular is wanted. */
    Set<Scope> scopes(Set<Scope> wanted, Optional<byte[]> provedEmailHash) {
        var scopes = EnumSet.allOf(Scope.class);
        if (!rules.administrators().has(provedEmailHash)) {
            scopes.remove(Scope.ADMIN);
        }
        if (!wanted.isEmpty()) {
            scopes.retainAll(wanted);
        }
        return scopes;
    }

    /** Nobody waits for the mail: the answer must not tell whether there was somebody to write to. */
    private void locked(Attempt attempt, Duration lock, Visitor visitor) {
        told.acts().refused(attempt.account(), "account.locked", visitor);
        if (attempt.account().isPresent()) {
            var account = attempt.account().get();
            var minutes = Map.of("minutes", Long.toString(Math.max(1, lock.toMinutes())));
            var mail = new Mail(attempt.email().text(), Mail.Template.LOCKED_OUT, minutes);
            database.ask(pool -> told.mails().post(pool, mail, account))
                    .onFailure(cause -> LOG.atWarn()
                            .addKeyValue("cause", cause.getClass().getSimpleName())
                            .log("A notice of a lock could not be posted"));
        }
    }

    private static Refusal refused() {
        return Refusal.of(
                Refusal.Kind.UNAUTHENTICATED,
                "auth.invalid_credentials",
                "The e-mail address and the password do not fit, or the account is locked for a while.");
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
