package ai.petty.account;

import ai.petty.history.History;
import ai.petty.history.TimeRange;
import ai.petty.identity.Acts;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.identity.Visitor;
import ai.petty.identity.account.Account;
import ai.petty.identity.account.Identity;
import ai.petty.identity.session.Session;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.pets.Pet;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.pets.location.PositionView;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one person, as a zip: JSON for what is said, CSV and GPX for what the collars of their own pets have
 * sent. It is read and sent page by page, at the reader's pace.
 */
public final class Export {
    private static final int MOST_PETS = 1_000;
    private static final int PAGE = 1_000;
    /** A raw question's range is limited; and a short one only looks at a few partitions. */
    private static final Duration STRETCH = Duration.ofDays(1);

    private final Identity identity;
    private final Pets pets;
    private final History history;
    private final Acts acts;
    private final Duration retention;
    private final InstantSource clock;

    /** @param retention how far back readings are kept */
    public Export(Identity identity, Pets pets, History history, Acts acts, Duration retention, InstantSource clock) {
        this.identity = identity;
        this.pets = pets;
        this.history = history;
        this.acts = acts;
        this.retention = retention;
        this.clock = clock;
    }

    /** What is asked for first, so that a refusal can still be told. */
    public record Beginning(Account account, List<Session> sessions, List<Pet> pets) {
        @Override
        public String toString() {
            return "Beginning[" + account + "]";
        }
    }

    /** @return fails with {@code account.unknown} */
    public Future<Beginning> begin(UUID account) {
        var person = new Principal.Person(account, EnumSet.allOf(Scope.class), Optional.empty());
        return identity.accounts()
                .find(account)
                .compose(found -> identity.sessions()
                        .of(account)
                        .compose(sessions -> pets.visibleTo(person, Optional.empty(), MOST_PETS)
                                .map(seen -> new Beginning(found, sessions, seen))));
    }

    /** Writes the zip and ends the stream; fails when the reader has gone. */
    public Future<Void> write(Beginning beginning, WriteStream<Buffer> to, Visitor visitor) {
        var zip = new ZipStream(to);
        json(zip, "account.json", account(beginning.account()));
        json(zip, "sessions.json", new JsonObject().put("sessions", array(beginning.sessions(), Export::session)));
        json(zip, "pets.json", new JsonObject().put("pets", array(beginning.pets(), Export::pet)));
        var done = zip.sent();
        for (var pet : beginning.pets()) {
            if (pet.role() == Role.OWNER) {
                done = done.compose(sent -> readings(zip, pet.petId()));
            }
        }
        return done.compose(sent -> zip.end())
                .onSuccess(sent -> acts.done(beginning.account().accountId(), "account.exported", visitor));
    }

    private Future<Void> readings(ZipStream zip, UUID petId) {
        zip.file("pets/" + petId + "/readings.csv");
        zip.text(ReadingText.CSV_HEAD);
        return pages(zip, petId, ReadingText::csv)
                .compose(sent -> {
                    zip.file("pets/" + petId + "/track.gpx");
                    zip.text(ReadingText.GPX_HEAD);
                    return pages(zip, petId, ReadingText::gpx);
                })
                .onSuccess(sent -> zip.text(ReadingText.GPX_TAIL));
    }

    private Future<Void> pages(ZipStream zip, UUID petId, Function<List<Reading>, CharSequence> shape) {
        var end = Micros.of(clock.instant().plus(Duration.ofHours(1)));
        var from = end - micros(retention);
        var done = Future.<Void>succeededFuture();
        for (var begin = from; begin < end; begin += micros(STRETCH)) {
            var range = new TimeRange(begin, Math.min(end, begin + micros(STRETCH)));
            done = done.compose(sent -> page(zip, petId, range, Optional.empty(), shape));
        }
        return done;
    }

    private Future<Void> page(
            ZipStream zip,
            UUID petId,
            TimeRange range,
            Optional<String> cursor,
            Function<List<Reading>, CharSequence> shape) {
        return history.readings(petId, range, PAGE, cursor, PositionView.EXACT).compose(page -> {
            zip.text(shape.apply(page.items().stream().map(Stored::reading).toList()));
            var sent = zip.sent();
            return page.nextCursor().isEmpty()
                    ? sent
                    : sent.compose(gone -> page(zip, petId, range, page.nextCursor(), shape));
        });
    }

    private static void json(ZipStream zip, String name, JsonObject content) {
        zip.file(name);
        zip.text(content.encodePrettily());
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> shape) {
        return new JsonArray(items.stream().map(shape).toList());
    }

    private static JsonObject account(Account account) {
        var json = new JsonObject().put("account_id", account.accountId().toString());
        account.email().ifPresent(email -> json.put("email", email));
        json.put("email_verified", account.isVerified());
        account.name().ifPresent(name -> json.put("name", name));
        account.phone().ifPresent(phone -> json.put("phone", phone));
        return json.put("created_at", instant(account.createdAt()));
    }

    private static JsonObject session(Session session) {
        var json = new JsonObject().put("session_id", session.sessionId().toString());
        session.device().ifPresent(device -> json.put("device", device));
        return json.put("created_at", instant(session.createdAt()))
                .put("last_used_at", instant(session.lastUsedAt()))
                .put("expires_at", instant(session.expiresAt()));
    }

    private static JsonObject pet(Pet pet) {
        var profile = pet.profile();
        var json = new JsonObject()
                .put("pet_id", pet.petId().toString())
                .put("role", pet.role().wireName())
                .put("name", profile.name())
                .put("species", profile.species());
        put(json, "breed", profile.breed());
        put(json, "sex", profile.sex());
        put(json, "neutered", profile.neutered());
        put(
                json,
                "birth_date",
                profile.birthDate() == null ? null : profile.birthDate().toString());
        put(json, "weight_kg", profile.weightKg());
        put(json, "body_condition", profile.bodyCondition());
        put(json, "time_zone", profile.timeZone());
        put(json, "food", profile.food());
        put(json, "notes", profile.notes());
        return json.put(
                "collars",
                array(
                        pet.collars(),
                        worn -> new JsonObject()
                                .put("collar_id", worn.serial())
                                .put("paired_from", instant(worn.pairedFrom()))));
    }

    private static void put(JsonObject json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static String instant(long micros) {
        return Micros.instant(micros).toString();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
