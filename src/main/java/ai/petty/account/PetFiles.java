package ai.petty.account;

import ai.petty.history.History;
import ai.petty.history.TimeRange;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.pets.Actor;
import ai.petty.pets.PetKeeping;
import ai.petty.pets.location.PositionView;
import ai.petty.pets.sharing.Invitation;
import ai.petty.pets.sharing.Invitations;
import ai.petty.pets.sharing.Member;
import ai.petty.pets.sharing.Members;
import ai.petty.pets.zones.Zone;
import ai.petty.pets.zones.Zones;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The files of an export about one pet of the person's own: who looks after it, where its zones are, and everything that its collars
 * have sent, page by page.
 */
final class PetFiles {
    private static final int PAGE = 1_000;
    /** Windows of motion are up to 72 kB each. */
    private static final int MOTION_PAGE = 16;
    /** A raw question's range is limited; and a short one only looks at a few partitions. */
    private static final Duration STRETCH = Duration.ofDays(1);

    private final ExportRepository repository;
    private final ExportedAlerts alerts;
    private final ExportedDays days;
    private final Rooms rooms;
    private final Duration retention;
    private final InstantSource clock;

    /** Who tells what of a pet. */
    record Rooms(PetKeeping keeping, Members members, Invitations invitations, Zones zones, History history) {}

    /** What was found of a pet. */
    record Findings(ExportedDays days, ExportedAlerts alerts) {}

    PetFiles(ExportRepository repository, Findings findings, Rooms rooms, Duration retention, InstantSource clock) {
        this.repository = repository;
        this.alerts = findings.alerts();
        this.days = findings.days();
        this.rooms = rooms;
        this.retention = retention;
        this.clock = clock;
    }

    Future<Void> write(ZipStream zip, Actor owner, UUID petId) {
        var folder = "pets/" + petId + "/";
        return rooms.members()
                .all(owner, petId)
                .compose(found -> list(zip, folder, "members", found, PetFiles::member))
                .compose(sent -> rooms.invitations().open(owner, petId))
                .compose(found -> list(zip, folder, "invitations", found, PetFiles::invitation))
                .compose(sent -> rooms.zones().all(owner, petId))
                .compose(found -> list(zip, folder, "zones", found, PetFiles::zone))
                .compose(sent -> rooms.keeping().weights(owner, petId))
                .compose(found -> list(
                        zip,
                        folder,
                        "weights",
                        found,
                        weight -> new JsonObject()
                                .put("date", weight.day().toString())
                                .put("weight_kg", weight.weightKg())))
                .compose(sent -> alerts.of(petId))
                .compose(found -> zip.json(folder + "alerts.json", found))
                .compose(sent -> repository.collars(petId))
                .compose(found -> list(zip, folder, "collars", found, ExportRepository.Worn::told)
                        .compose(sent -> sent(zip, folder, petId, found)));
    }

    private static <T> Future<Void> list(
            ZipStream zip, String folder, String name, List<T> items, Function<T, JsonObject> shape) {
        var json = new JsonObject()
                .put(name, new JsonArray(items.stream().map(shape).toList()));
        return zip.json(folder + name + ".json", json);
    }

    private Future<Void> sent(ZipStream zip, String folder, UUID petId, List<ExportRepository.Worn> collars) {
        var pairingToSerial = collars.stream()
                .collect(Collectors.toMap(ExportRepository.Worn::pairingId, ExportRepository.Worn::serial));
        zip.file(folder + "readings.csv");
        zip.text(ReadingText.CSV_HEAD);
        return readings(zip, petId, stored -> ReadingText.csv(stored, pairingToSerial))
                .compose(done -> {
                    zip.file(folder + "track.gpx");
                    zip.text(ReadingText.GPX_HEAD);
                    return readings(zip, petId, ReadingText::gpx);
                })
                .compose(done -> {
                    zip.text(ReadingText.GPX_TAIL);
                    zip.file(folder + "motion.ndjson");
                    return motion(zip, pairingToSerial);
                })
                .compose(done -> days.write(zip, folder, petId, pairingToSerial));
    }

    private Future<Void> readings(ZipStream zip, UUID petId, Function<List<Stored>, CharSequence> shape) {
        var end = Micros.of(clock.instant().plus(Duration.ofHours(1)));
        var done = Future.<Void>succeededFuture();
        for (var begin = end - micros(retention); begin < end; begin += micros(STRETCH)) {
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
            Function<List<Stored>, CharSequence> shape) {
        return rooms.history()
                .readings(petId, range, PAGE, cursor, PositionView.EXACT)
                .compose(page -> {
                    zip.text(shape.apply(page.items()));
                    var sent = zip.sent();
                    return page.nextCursor().isEmpty()
                            ? sent
                            : sent.compose(gone -> page(zip, petId, range, page.nextCursor(), shape));
                });
    }

    private Future<Void> motion(ZipStream zip, Map<Long, String> pairingToSerial) {
        var from = Micros.of(clock.instant()) - micros(retention);
        var done = Future.<Void>succeededFuture();
        for (var worn : pairingToSerial.entrySet()) {
            done = done.compose(sent -> motion(zip, worn.getKey(), worn.getValue(), from));
        }
        return done;
    }

    private Future<Void> motion(ZipStream zip, long pairingId, String serial, long from) {
        return repository.motion(pairingId, from, MOTION_PAGE).compose(windows -> {
            windows.forEach(window -> zip.text(window.line(serial)));
            var sent = zip.sent();
            return windows.size() < MOTION_PAGE
                    ? sent
                    : sent.compose(gone ->
                            motion(zip, pairingId, serial, windows.getLast().t0() + 1));
        });
    }

    private static JsonObject member(Member member) {
        var json = new JsonObject()
                .put("account_id", member.account().toString())
                .put("role", member.role().wireName())
                .put("location_precision", member.precision().wireName())
                .put("since", instant(member.since()));
        member.expiresAt().ifPresent(at -> json.put("expires_at", instant(at)));
        member.name().ifPresent(name -> json.put("name", name));
        member.email().ifPresent(email -> json.put("email", email));
        return json;
    }

    private static JsonObject invitation(Invitation invitation) {
        var json = new JsonObject()
                .put("invitation_id", invitation.invitationId().toString())
                .put("email", invitation.email())
                .put("role", invitation.terms().role().wireName())
                .put("location_precision", invitation.terms().precision().wireName())
                .put("created_at", instant(invitation.createdAt()))
                .put("expires_at", instant(invitation.expiresAt()));
        invitation.terms().expiresAt().ifPresent(at -> json.put("member_expires_at", at.toString()));
        return json;
    }

    private static JsonObject zone(Zone zone) {
        var json = new JsonObject()
                .put("zone_id", zone.zoneId().toString())
                .put("kind", zone.kind().wireName())
                .put("name", zone.name());
        zone.shape().ifPresent(shape -> json.mergeIn(shape.json()));
        return json;
    }

    private static String instant(long micros) {
        return Micros.instant(micros).toString();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
