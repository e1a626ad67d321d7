package ai.petty.app;

import static java.util.Objects.requireNonNull;

import ai.petty.audit.AuditLog;
import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.identity.account.Identity;
import ai.petty.identity.account.Passwords;
import ai.petty.identity.account.SignInLimits;
import ai.petty.identity.password.PasswordHasher;
import ai.petty.identity.password.PasswordRules;
import ai.petty.identity.session.AccessGrants;
import ai.petty.limits.Limits;
import ai.petty.limits.Quotas;
import ai.petty.mail.Mails;
import ai.petty.mail.Outbox;
import ai.petty.privacy.FieldCipher;
import ai.petty.secrets.SecretStore;
import ai.petty.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The rooms behind signing in, joined: mail, passwords, accounts and sessions, and their upkeep.
 *
 * @param stop ends what runs for them
 */
record AccountsWing(Identity identity, Outbox mails, Stop stop) {
    private static final Duration UPKEEP = Duration.ofMinutes(10);

    /** Ends something. */
    interface Stop {
        Future<Void> now();
    }

    /** What the wing stands on. */
    record Ground(
            Database database,
            FieldCipher cipher,
            AuditLog audit,
            AccessGrants grants,
            Limits limits,
            SecretStore secrets) {}

    static Future<AccountsWing> open(
            Vertx vertx, PettyConfig config, Ground ground, InstantSource clock, MeterRegistry meters) {
        return vertx.executeBlocking(() -> new Passwords(
                        new PasswordHasher(vertx, config.identity().passwords(), meters),
                        new PasswordRules(config.identity().passwords().minLength())))
                .map(made -> {
                    var passwords = requireNonNull(made);
                    var mails = new Outbox(
                            vertx,
                            ground.database(),
                            ground.cipher(),
                            config.mail(),
                            StoredMailSignIn.of(config, ground.secrets()),
                            clock,
                            meters,
                            System.out);
                    mails.start();
                    var identity = Identity.of(
                            new Identity.Ground(
                                    ground.database(),
                                    ground.cipher(),
                                    ground.grants(),
                                    new Acts(ground.audit()),
                                    mails,
                                    new SignInLimits(
                                            ground.limits(),
                                            new Quotas(ground.database(), ground.cipher(), clock),
                                            config.limits())),
                            passwords,
                            config.identity(),
                            clock);
                    var upkeep = Upkeep.every(vertx, UPKEEP, "old sessions and counters", identity.upkeep()::run);
                    return new AccountsWing(
                            identity,
                            mails,
                            () -> Future.join(
                                            upkeep.get(),
                                            mails.stop(),
                                            passwords.hasher().close())
                                    .mapEmpty());
                });
    }

    /** For the rooms that write to people, too. */
    Mails post() {
        return mails;
    }
}
