package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.limits.Quotas;
import ai.petty.mail.Mails;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarRevocations;
import ai.petty.pets.PetKeeping;
import ai.petty.pets.PetLeavings;
import ai.petty.pets.Pets;
import ai.petty.pets.StandingChanges;
import ai.petty.pets.collars.Collars;
import ai.petty.pets.collars.Inventory;
import ai.petty.pets.sharing.Invitations;
import ai.petty.pets.sharing.Members;
import ai.petty.pets.zones.Zones;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.time.InstantSource;

/** The services of the room of pets, joined. */
record Households(
        Pets pets,
        PetKeeping keeping,
        Members members,
        Invitations invitations,
        Zones zones,
        Collars collars,
        Inventory inventory,
        PetLeavings leavings,
        Quotas quotas) {
    /**
     * What they stand on.
     *
     * @param claimsToo who has not proved their address yet may invite
     */
    record Ground(
            Database database, FieldCipher cipher, Mails mails, Acts acts, boolean claimsToo, InstantSource clock) {}

    static Households of(
            Ground ground,
            PettyConfig.Pets config,
            Pets pets,
            CollarDirectory directory,
            CollarRevocations revocations,
            StandingChanges changes) {
        var database = ground.database();
        var cipher = ground.cipher();
        var acts = ground.acts();
        var clock = ground.clock();
        var quotas = new Quotas(database, cipher, clock);
        return new Households(
                pets,
                new PetKeeping(database, cipher, config, pets, directory, revocations, acts, clock),
                new Members(database, cipher, pets, changes, acts, clock),
                new Invitations(database, cipher, pets, ground.mails(), quotas, acts, ground.claimsToo(), clock),
                new Zones(database, cipher, pets, acts),
                new Collars(database, cipher, pets, directory, revocations, quotas, acts, clock),
                new Inventory(database, cipher, directory, revocations, acts, clock),
                new PetLeavings(database, clock),
                quotas);
    }

    /** Takes away what nobody needs any more; to be called now and then. */
    Future<Void> upkeep() {
        return Future.join(leavings.takeAway(), quotas.prune()).mapEmpty();
    }
}
