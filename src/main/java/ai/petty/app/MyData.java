package ai.petty.app;

import ai.petty.account.Erasure;
import ai.petty.account.Export;
import ai.petty.audit.AuditLog;
import ai.petty.config.PettyConfig;
import ai.petty.history.History;
import ai.petty.http.v2.MyDataRoute;
import ai.petty.identity.Acts;
import ai.petty.identity.account.Identity;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarRevocations;
import ai.petty.pets.Pets;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What spans the rooms about one person: telling it all, and forgetting it all. */
record MyData(Export export, Erasure erasure) {
    private static final Duration UPKEEP = Duration.ofMinutes(10);

    /** What it stands on. */
    record Ground(
            Database database,
            Identity identity,
            Pets pets,
            History history,
            AuditLog audit,
            CollarDirectory directory,
            CollarRevocations revocations) {}

    static MyData of(Ground ground, Duration retention, InstantSource clock) {
        var acts = new Acts(ground.audit());
        return new MyData(
                new Export(ground.identity(), ground.pets(), ground.history(), acts, retention, clock),
                new Erasure(
                        ground.database(),
                        ground.identity().accounts(),
                        new Erasure.Collars(ground.directory(), ground.revocations()),
                        ground.audit(),
                        acts,
                        clock));
    }

    MyDataRoute route() {
        return new MyDataRoute(export, erasure);
    }

    /**
     * Erases abandoned accounts from time to time. Where one may sign in before the address is proved, none is abandoned because
     * it is not.
     *
     * @return ends that
     */
    Supplier<Future<Void>> keepUp(Vertx vertx, PettyConfig.Identity config) {
        if (config.unverifiedSignIn()) {
            return Future::succeededFuture;
        }
        return Upkeep.every(vertx, UPKEEP, "abandoned accounts", erasure::eraseAbandoned);
    }
}
