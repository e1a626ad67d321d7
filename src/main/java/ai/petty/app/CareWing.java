package ai.petty.app;

import ai.petty.inference.Behaviours;
import ai.petty.plan.BinActivity;
import ai.petty.plan.OpenAlerts;
import ai.petty.plan.Plans;
import ai.petty.store.Database;
import java.time.InstantSource;

/** The rooms that say what a pet needs and hear what its people think of what was found, joined. */
record CareWing(Plans plans) {
    static CareWing open(Database database, Households households, InstantSource clock) {
        var behaviours = new Behaviours(database);
        return new CareWing(new Plans(
                households.pets(), households.keeping(), new BinActivity(behaviours), OpenAlerts.NONE, clock));
    }
}
