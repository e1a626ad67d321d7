package ai.petty.identity.account;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.identity.Administrators;
import ai.petty.identity.session.AccessGrants;
import ai.petty.identity.session.Sessions;
import ai.petty.mail.Mails;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.InstantSource;

/** Everything about accounts and their sessions, joined. */
public record Identity(
        Accounts accounts,
        SignIn signIn,
        Registration registration,
        PasswordReset resets,
        Sessions sessions,
        SignInLimits limits,
        Upkeep upkeep) {

    /** What it stands on. */
    public record Ground(
            Database database, FieldCipher cipher, AccessGrants grants, Acts acts, Mails mails, SignInLimits limits) {}

    public static Identity of(Ground ground, Passwords passwords, PettyConfig.Identity config, InstantSource clock) {
        var fields = new AccountFields(ground.cipher());
        var administrators = new Administrators(config.administrators().stream()
                .map(email -> fields.emailHash(EmailAddress.require("identity.administrators", email)))
                .toList());
        var database = ground.database();
        var told = new SignIn.Told(ground.acts(), ground.mails());
        var attempts = new Attempts(config.lockout());
        var sessions =
                new Sessions(database, ground.cipher(), ground.grants(), ground.acts(), administrators, config, clock);
        var signIn = new SignIn(
                database,
                fields,
                passwords.hasher(),
                sessions,
                new SignIn.Rules(attempts, ground.limits(), administrators, config.unverifiedSignIn()),
                told,
                clock);
        var mails = new AddressMails(ground.cipher());
        var limits = ground.limits();
        var resets = new PasswordReset(database, fields, passwords, sessions, limits, told, mails, clock);
        return new Identity(
                new Accounts(database, fields, passwords, attempts, limits, resets, sessions, told, mails, clock),
                signIn,
                new Registration(database, fields, passwords, signIn, sessions, told, mails, clock),
                resets,
                sessions,
                limits,
                new Upkeep(database, attempts, sessions, clock));
    }

    /** Forgets what is long over; to be asked now and then. */
    public record Upkeep(Database database, Attempts attempts, Sessions sessions, InstantSource clock) {
        public Future<Void> run() {
            var now = Micros.of(clock.instant());
            return sessions.prune()
                    .compose(pruned -> database.ask(pool -> attempts.prune(pool, now)))
                    .compose(pruned -> database.ask(pool -> AddressMails.prune(pool, now)))
                    .compose(pruned -> database.ask(pool -> MailToken.prune(pool, now)));
        }
    }
}
