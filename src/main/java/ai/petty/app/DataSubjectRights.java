package ai.petty.app;

import ai.petty.account.Erasure;
import ai.petty.account.Export;
import ai.petty.audit.AuditLog;
import ai.petty.config.PettyConfig;
import ai.petty.feedback.Feedbacks;
import ai.petty.history.History;
import ai.petty.http.v2.DataSubjectRoute;
import ai.petty.identity.Acts;
import ai.petty.identity.account.Identity;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarRevocations;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What a person may have of this house as the one whom its data is about: to be told all of it, and to be forgotten. */
public record DataSubjectRights(Export export, Erasure erasure) {
    private static final Duration UPKEEP = Duration.ofMinutes(10);

    /** What it stands on. */
    record Ground(
            Database database,
            FieldCipher cipher,
            Identity identity,
            Households households,
            NotificationsWing notifications,
            History history,
            AuditLog audit,
            Feedbacks feedbacks,
            CollarDirectory directory,
            CollarRevocations revocations) {}

    static DataSubjectRights of(Ground ground, Duration retention, InstantSource clock) {
        var acts = new Acts(ground.audit());
        return new DataSubjectRights(
                new Export(ground.database(), ground.cipher(), rooms(ground), retention, clock),
                new Erasure(
                        ground.database(),
                        ground.identity().accounts(),
                        new Erasure.Collars(ground.directory(), ground.revocations()),
                        ground.audit(),
                        acts,
                        clock));
    }

    private static Export.Rooms rooms(Ground ground) {
        var households = ground.households();
        return new Export.Rooms(
                ground.identity().accounts(),
                households.pets(),
                households.keeping(),
                households.members(),
                households.invitations(),
                households.zones(),
                new Export.Told(
                        ground.notifications().preferences(),
                        ground.notifications().webhooks()),
                ground.history(),
                ground.audit(),
                ground.feedbacks());
    }

    DataSubjectRoute route() {
        return new DataSubjectRoute(export, erasure);
    }

    /**
     * Erases from time to time what nobody owns any more, and abandoned accounts. Where one may sign in before the address is proved,
     * none is abandoned because it is not.
     *
     * @return ends that
     */
    Supplier<Future<Void>> keepUp(Vertx vertx, PettyConfig.Identity config) {
        return Upkeep.every(
                vertx,
                UPKEEP,
                "what is abandoned",
                () -> erasure.eraseOwnerless()
                        .compose(done ->
                                config.unverifiedSignIn() ? Future.succeededFuture() : erasure.eraseAbandoned()));
    }
}
