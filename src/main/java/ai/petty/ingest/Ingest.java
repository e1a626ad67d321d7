package ai.petty.ingest;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.limits.LimitName;
import ai.petty.limits.Limits;
import ai.petty.pets.Collar;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarProgress;
import ai.petty.pets.Pets;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes decoded readings and motion from any door: finds the pairing of each, keeps the limits, hands what is good to the
 * writer and tells what became of every item.
 */
public final class Ingest {
    private static final String NOT_YOURS = "is not a collar of yours";

    private static final Duration UNPLACED_RETRY = Duration.ofMinutes(1);

    private final CollarDirectory collars;
    private final Limits limits;
    private final PettyConfig config;
    private final InstantSource clock;
    private final GroupWriter writer;
    private final CollarProgress progress;
    private final IngestMeters meters;

    Ingest(
            CollarDirectory collars,
            Limits limits,
            PettyConfig config,
            InstantSource clock,
            GroupWriter writer,
            CollarProgress progress,
            IngestMeters meters) {
        this.collars = collars;
        this.limits = limits;
        this.config = config;
        this.clock = clock;
        this.writer = writer;
        this.progress = progress;
        this.meters = meters;
    }

    /** The window that a v1 reading's time must lie in, now. */
    public TimeWindow v1Window() {
        return TimeWindow.around(
                clock.instant(), config.ingest().maxAge(), config.ingest().v1().maxAhead());
    }

    /** The window that a v2 reading's time must lie in, now. */
    public TimeWindow v2Window() {
        return TimeWindow.around(
                clock.instant(), config.ingest().maxAge(), config.ingest().maxAhead());
    }

    /**
     * Stores what is good of a body.
     *
     * @param limit which budget of a collar one body or frame takes from
     * @param sentAt when the sender says it sent this
     * @return fails with a {@link Refusal} when nothing of it was taken: TOO_MANY_REQUESTS or UNAVAILABLE
     */
    public Future<Receipt> receive(Principal sender, LimitName limit, List<Decoded> items, Optional<Instant> sentAt) {
        var sorting = new Sorting(sender, items);
        if (sorting.unresolved.isEmpty()) {
            return store(sorting, limit, sentAt);
        }
        return Future.all(List.copyOf(sorting.unresolved.values())).compose(found -> store(sorting, limit, sentAt));
    }

    /** Stores a window of motion of one collar; fails as {@link #receive} does. */
    Future<Receipt> receive(Principal.Collar sender, Motion motion) {
        var wait = limits.take(LimitName.V2_FRAMES, sender.serial(), 1);
        if (wait.isPresent()) {
            return Future.failedFuture(Usage.tooFast(sender.serial(), wait.get()));
        }
        return collars.find(sender.serial()).compose(collar -> {
            var pairing = collar.flatMap(found -> found.pairingAt(motion.t0()));
            if (pairing.isEmpty()) {
                return rejectedAlone(new FieldError("/t0", "collar.unknown", "the collar was on no pet at that time"));
            }
            var entries = List.of(new Entry.OfMotion(pairing.get().pairingId(), motion));
            return writer.submit(entries).map(done -> receipt(entries, new int[1], List.of()));
        });
    }

    private Future<Receipt> rejectedAlone(FieldError error) {
        meters.rejected(1);
        return Future.succeededFuture(new Receipt(0, 0, List.of(new Receipt.Rejected(0, List.of(error)))));
    }

    private Future<Receipt> store(Sorting sorting, LimitName limit, Optional<Instant> sentAt) {
        var now = clock.instant();
        var skewMs = sentAt.map(sent -> skewMs(sent, now)).orElse(null);
        var rejected = new ArrayList<Receipt.Rejected>();
        var entries = new ArrayList<Entry.OfReading>(sorting.items.size());
        var indexes = new int[sorting.items.size()];
        var heard = new HeardCollars(sorting.sender, now);
        var usage = new Usage(
                limits,
                TimeWindow.around(now, config.limits().backfillAfter(), Duration.ZERO)
                        .oldest());
        for (var index = 0; index < sorting.items.size(); index++) {
            switch (sorting.items.get(index)) {
                case Decoded.Bad bad -> rejected.add(new Receipt.Rejected(index, bad.errors()));
                case Decoded.Good good -> {
                    var error = place(sorting, good, skewMs, entries, usage, heard);
                    if (error.isPresent()) {
                        rejected.add(new Receipt.Rejected(index, List.of(error.get())));
                    } else {
                        indexes[entries.size() - 1] = index;
                    }
                }
            }
        }
        var refusal = usage.take(limit);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        meters.rejected(rejected.size());
        if (entries.isEmpty()) {
            return Future.succeededFuture(new Receipt(0, 0, rejected));
        }
        return writer.submit(entries)
                .map(done -> receipt(entries, indexes, rejected))
                .onSuccess(receipt -> heard.tell(progress));
    }

    /** Puts a reading among the entries, or says why it has no place there. */
    private static Optional<FieldError> place(
            Sorting sorting,
            Decoded.Good good,
            @Nullable Integer skewMs,
            List<Entry.OfReading> entries,
            Usage usage,
            HeardCollars heard) {
        var serial = sorting.serial(good);
        if (serial.isEmpty()) {
            return Optional.of(new FieldError("/collar_id", "collar.required", "is required"));
        }
        var collar = sorting.collar(serial.get());
        if (collar.isEmpty()) {
            return Optional.of(new FieldError("/collar_id", "collar.unknown", "is not a collar that is known here"));
        }
        var refused = refusal(sorting.sender, collar.get());
        if (refused.isPresent()) {
            return refused;
        }
        var reading = good.reading();
        var pairing = collar.get().pairingAt(reading.t());
        if (pairing.isEmpty() || !mayWrite(sorting.sender, pairing.get())) {
            return Optional.of(new FieldError("/t", "collar.unknown", "the collar was on no pet at that time"));
        }
        usage.count(serial.get(), reading.t());
        heard.add(collar.get(), reading);
        entries.add(new Entry.OfReading(pairing.get().pairingId(), reading, skewMs));
        return Optional.empty();
    }

    /** Whether the sender may write for this collar at all; {@link #mayWrite} says at which times. */
    private static Optional<FieldError> refusal(Principal sender, Collar collar) {
        return switch (sender) {
            case Principal.Collar self ->
                self.serial().equals(collar.serial())
                        ? Optional.empty()
                        : Optional.of(new FieldError("/collar_id", "collar.not_yours", NOT_YOURS));
            // A stranger's collar looks unknown.
            case Principal.Person person ->
                collar.hasWriter(person.account())
                        ? Optional.empty()
                        : Optional.of(
                                new FieldError("/collar_id", "collar.unknown", "is not a collar that is known here"));
            case Principal.Anonymous _ ->
                collar.inDemoHousehold() && collar.credential().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new FieldError(
                                "/collar_id", "collar.not_yours", "needs its credential: this collar has one"));
        };
    }

    /** A collar that went to other people took the right to write with it; what came before stays with the first. */
    private static boolean mayWrite(Principal sender, Collar.Pairing pairing) {
        return !(sender instanceof Principal.Person person) || pairing.mayBeWrittenBy(person.account());
    }

    private Receipt receipt(List<? extends Entry> entries, int[] indexes, List<Receipt.Rejected> rejectedBefore) {
        var accepted = 0;
        var duplicates = 0;
        var conflicts = 0;
        var refused = 0;
        var rejected = new ArrayList<>(rejectedBefore);
        for (var i = 0; i < entries.size(); i++) {
            switch (entries.get(i).outcome()) {
                case ACCEPTED -> accepted++;
                case DUPLICATE -> duplicates++;
                case CONFLICT -> {
                    conflicts++;
                    rejected.add(new Receipt.Rejected(indexes[i], List.of(CONFLICTING)));
                }
                // What else there is of it is stored; sent again it is a duplicate.
                case UNPLACED ->
                    throw Refusal.unavailable("server.busy", "Not all of this could be stored now.", UNPLACED_RETRY);
                case REFUSED -> {
                    refused++;
                    rejected.add(new Receipt.Rejected(indexes[i], List.of(UNSTORABLE)));
                }
            }
        }
        meters.answered(accepted, duplicates, conflicts, refused);
        rejected.sort((left, right) -> Integer.compare(left.index(), right.index()));
        return new Receipt(accepted, duplicates, rejected);
    }

    private static final FieldError CONFLICTING = new FieldError(
            "", "reading.conflict", "another reading with the same time and counter is stored already; it stays");
    private static final FieldError UNSTORABLE =
            new FieldError("", "reading.refused", "cannot be stored, now or later");

    private static int skewMs(Instant sent, Instant received) {
        var millis = Duration.between(sent, received).toMillis();
        return Math.clamp(millis, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** The items of one body and the collars that they name. */
    private final class Sorting {
        private final Principal sender;
        private final List<Decoded> items;
        private final Map<String, Future<Optional<Collar>>> collarBySerial = new HashMap<>();
        private final Map<String, Future<Optional<Collar>>> unresolved = new HashMap<>();

        Sorting(Principal sender, List<Decoded> items) {
            this.sender = sender;
            this.items = items;
            for (var item : items) {
                if (item instanceof Decoded.Good good) {
                    serial(good).ifPresent(this::lookUp);
                }
            }
        }

        private void lookUp(String serial) {
            if (!collarBySerial.containsKey(serial)) {
                // Who has left a household must not write for it from that moment on, whichever process they were
                // thrown
                // out by; a collar's own right is looked after elsewhere. Such questions go together, see
                // CollarDirectory.
                var found = sender instanceof Principal.Person person && !Pets.isNobodysAccount(person.account())
                        ? collars.fresh(serial)
                        : collars.find(serial);
                collarBySerial.put(serial, found);
                if (!found.succeeded()) {
                    unresolved.put(serial, found);
                }
            }
        }

        /** A collar's credential implies its collar. */
        Optional<String> serial(Decoded.Good good) {
            return sender instanceof Principal.Collar self && good.serial() == null
                    ? Optional.of(self.serial())
                    : good.collarSerial();
        }

        Optional<Collar> collar(String serial) {
            var found = collarBySerial.get(serial);
            return found == null ? Optional.empty() : found.result();
        }
    }
}
