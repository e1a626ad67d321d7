package ai.petty.account;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.audit.AuditLog;
import ai.petty.feedback.Feedbacks;
import ai.petty.history.History;
import ai.petty.identity.Acts;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.identity.Visitor;
import ai.petty.identity.account.Account;
import ai.petty.identity.account.Accounts;
import ai.petty.notifications.PreferenceKeeping;
import ai.petty.notifications.webhook.Webhooks;
import ai.petty.pets.Actor;
import ai.petty.pets.Pet;
import ai.petty.pets.PetKeeping;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.pets.sharing.Invitations;
import ai.petty.pets.sharing.Members;
import ai.petty.pets.zones.Zones;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one person, as a zip: JSON for what is said, CSV and GPX for what was done and for what the collars of
 * their own pets have sent. It is read and sent page by page, at the reader's pace.
 */
public final class Export {
    private static final int PETS_AT_ONCE = 50;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Accounts accounts;
    private final Pets pets;
    private final Acts acts;
    private final ExportRepository repository;
    private final AccountFiles accountFiles;
    private final PetFiles petFiles;

    /** Whose rooms it goes through. */
    public record Rooms(
            Accounts accounts,
            Pets pets,
            PetKeeping keeping,
            Members members,
            Invitations invitations,
            Zones zones,
            Told told,
            History history,
            AuditLog audit,
            Feedbacks feedbacks) {}

    /** What people have said of how they want to be told. */
    public record Told(PreferenceKeeping preferences, Webhooks webhooks) {}

    /** @param retention how far back readings are kept */
    public Export(Database database, FieldCipher cipher, Rooms rooms, Duration retention, InstantSource clock) {
        this.accounts = rooms.accounts();
        this.pets = rooms.pets();
        this.acts = new Acts(rooms.audit());
        this.repository = new ExportRepository(database, cipher, clock);
        this.accountFiles = new AccountFiles(repository, rooms.told(), rooms.audit(), rooms.feedbacks());
        this.petFiles = new PetFiles(
                repository,
                new PetFiles.Findings(new ExportedDays(database), new ExportedAlerts(database)),
                new PetFiles.Rooms(
                        rooms.keeping(), rooms.members(), rooms.invitations(), rooms.zones(), rooms.history()),
                retention,
                clock);
    }

    /**
     * What is asked for first, so that a refusal can still be told: a token alone does not open everything at once, and nothing is
     * taken away that could not be written down before.
     *
     * @param grant of the caller's token
     * @return fails with {@code account.unknown}, {@code auth.sign_in_again}, and a refusal of kind UNAVAILABLE
     */
    public Future<Account> begin(UUID account, Optional<Principal.Grant> grant, Visitor visitor) {
        return accounts.requireFresh(account, grant, "account.exported", visitor)
                .compose(fresh -> accounts.find(account))
                .compose(found -> acts.written(
                                Optional.of(account),
                                "account.export_begun",
                                "account:" + account,
                                Outcome.DONE,
                                visitor)
                        .map(found));
    }

    /** Writes the zip and ends the stream; fails when the reader has gone. What became of it is written down either way. */
    public Future<Void> write(Account account, WriteStream<Buffer> to, Visitor visitor) {
        var id = account.accountId();
        var zip = new ZipStream(to);
        var person = new Actor(new Principal.Person(id, EnumSet.allOf(Scope.class), Optional.empty()), visitor);
        return accountFiles
                .write(zip, account)
                .compose(sent -> pets(zip, person, id, BEFORE_ALL))
                .compose(sent -> zip.end())
                .onSuccess(sent -> acts.done(id, "account.exported", visitor))
                .onFailure(broken -> acts.note(
                        Optional.of(id), "account.export_broken_off", "account:" + id, Outcome.DONE, visitor));
    }

    private Future<Void> pets(ZipStream zip, Actor person, UUID account, UUID after) {
        return repository.memberships(account, after, PETS_AT_ONCE).compose(found -> {
            var done = Future.<Void>succeededFuture();
            for (var membership : found) {
                done = done.compose(sent -> pet(zip, person, membership));
            }
            return found.size() < PETS_AT_ONCE
                    ? done
                    : done.compose(
                            sent -> pets(zip, person, account, found.getLast().petId()));
        });
    }

    private Future<Void> pet(ZipStream zip, Actor person, ExportRepository.Membership membership) {
        var petId = membership.petId();
        return pets.find(person.principal(), petId)
                .compose(pet -> zip.json(
                                "pets/" + petId + "/pet.json", profile(pet).put("membership", membership.terms()))
                        .compose(sent -> pet.role() == Role.OWNER
                                ? petFiles.write(zip, person, petId)
                                : Future.succeededFuture()));
    }

    private static JsonObject profile(Pet pet) {
        var profile = pet.profile();
        var json = new JsonObject()
                .put("pet_id", pet.petId().toString())
                .put("name", profile.name())
                .put("species", profile.species())
                .put("time_zone", profile.timeZone());
        put(json, "breed", profile.breed());
        put(json, "sex", profile.sex());
        put(json, "neutered", profile.neutered());
        put(
                json,
                "birth_date",
                profile.birthDate() == null ? null : profile.birthDate().toString());
        put(json, "weight_kg", profile.weightKg());
        put(json, "body_condition", profile.bodyCondition());
        put(json, "food", profile.food());
        put(json, "food_kcal_per_100g", profile.foodKcalPer100g());
        put(json, "notes", profile.notes());
        return json;
    }

    private static void put(JsonObject json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
