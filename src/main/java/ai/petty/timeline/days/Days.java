package ai.petty.timeline.days;

import ai.petty.inference.BehaviourSearch;
import ai.petty.inference.BehaviourSearch.Stretch;
import ai.petty.inference.Behaviours;
import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.Bin;
import ai.petty.pets.Pets;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Days of pets: those that are sealed as they were written down, the others computed from what is known by now. Whether the caller may
 * see the pet has been asked before.
 */
public final class Days {
    /** So many days that are not sealed are computed in one request; a pet's days are sealed after about a month. */
    private static final int MOST_UNSEALED = 62;

    /** A streak is looked for so many days back first, then twice as many each time: most are short. */
    private static final int STRIDE = 7;

    private final Database database;
    private final Behaviours behaviours;
    private final BehaviourSearch search;
    private final Goals goals;
    private final InstantSource clock;

    public Days(Database database, Behaviours behaviours, BehaviourSearch search, Goals goals, InstantSource clock) {
        this.database = database;
        this.behaviours = behaviours;
        this.search = search;
        this.goals = goals;
        this.clock = clock;
    }

    /** @return fails with {@code pet.unknown} when there is no such pet, or none any more */
    public Future<PetFacts> facts(UUID petId) {
        return database.ask(pool -> DayRepository.facts(pool, petId))
                .compose(found ->
                        found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(Pets.unknown())));
    }

    /** Nothing of this pet before this time, in microseconds since 1970 UTC, is computed anew; 0 where nothing is sealed. */
    public Future<Long> sealedUntil(UUID petId) {
        return facts(petId).map(PetFacts::sealedUntil);
    }

    /** The day that it is now where the pet lives. */
    public LocalDate today(PetFacts pet) {
        return LocalDay.at(now(), pet.zone()).date();
    }

    /** @return fails with {@code request.invalid} for a day that has not begun yet where the pet lives */
    public Future<Day> day(UUID petId, LocalDate date) {
        return facts(petId).compose(pet -> {
            if (date.isAfter(today(pet))) {
                return Future.failedFuture(Refusal.invalid(
                        "The request has 1 wrong field.",
                        List.of(new FieldError(
                                "/path/date", "request.invalid", "must not be after today in the pet's time zone"))));
            }
            return Future.all(between(pet, date, date), streak(pet, date.minusDays(1), STRIDE))
                    .map(both -> {
                        List<Day> days = both.resultAt(0);
                        int before = both.resultAt(1);
                        return days.getFirst().isSealed() ? days.getFirst() : withStreak(days.getFirst(), before);
                    });
        });
    }

    private static Day withStreak(Day day, int before) {
        return day.withStreak(
                switch (day.reached()) {
                    case YES -> before + 1;
                    case NO -> 0;
                    case UNKNOWN -> day.isOver() ? 0 : before;
                });
    }

    /**
     * The days from {@code from} to {@code to}, both included, one for each, without streaks where they are not sealed. Of a day of
     * which nothing is known all figures are unknown; so are those of days that are too many to be computed.
     */
    public Future<List<Day>> between(PetFacts pet, LocalDate from, LocalDate to) {
        var until = pet.sealedDay();
        var lastSealed = until == null || until.isBefore(from) ? from.minusDays(1) : until.isBefore(to) ? until : to;
        var earliest = to.minusDays(MOST_UNSEALED);
        var computed = lastSealed.isBefore(earliest) ? earliest : lastSealed.plusDays(1);
        return Future.all(
                        lastSealed.isBefore(from)
                                ? Future.succeededFuture(List.<Day>of())
                                : writtenDown(pet, from, lastSealed),
                        computed.isAfter(to) ? Future.succeededFuture(List.<Day>of()) : computed(pet, computed, to))
                .map(both -> everyDay(pet, from, to, both.resultAt(0), both.resultAt(1)));
    }

    private Future<List<Day>> writtenDown(PetFacts pet, LocalDate from, LocalDate to) {
        return database.ask(pool -> DayRepository.days(pool, pet.petId(), from, to));
    }

    /** What the quarters of an hour say of these days, sealed or not. */
    Future<List<Day>> computed(PetFacts pet, LocalDate from, LocalDate to) {
        var first = new LocalDay(from, pet.zone());
        var last = new LocalDay(to, pet.zone());
        return Future.all(
                        behaviours.bins(pet.petId(), first.nightFall(), last.end()),
                        search.stretches(pet.petId(), Behaviour.SLEEPING, first.nightFall(), last.end()))
                .map(both -> {
                    List<Bin> bins = both.resultAt(0);
                    List<Stretch> sleeps = both.resultAt(1);
                    var days = new ArrayList<Day>();
                    for (var day = first; !day.date().isAfter(to); day = day.plus(1)) {
                        days.add(computed(pet, day, bins, sleeps));
                    }
                    return days;
                });
    }

    private Day computed(PetFacts pet, LocalDay day, List<Bin> bins, List<Stretch> sleeps) {
        var from = day.nightFall();
        var to = day.end();
        return DayFigures.of(
                day,
                bins.stream()
                        .filter(bin -> bin.start() >= from && bin.start() < to)
                        .toList(),
                sleeps.stream()
                        .filter(sleep -> sleep.to() > from && sleep.from() < to)
                        .toList(),
                goals.of(pet, day.date()),
                now());
    }

    private List<Day> everyDay(PetFacts pet, LocalDate from, LocalDate to, List<Day> written, List<Day> computed) {
        var known = new ArrayList<>(written);
        known.addAll(computed);
        var days = new ArrayList<Day>();
        var next = 0;
        for (var date = from; !date.isAfter(to); date = date.plusDays(1)) {
            if (next < known.size() && known.get(next).date().equals(date)) {
                days.add(known.get(next++));
            } else {
                days.add(empty(pet, new LocalDay(date, pet.zone())));
            }
        }
        return days;
    }

    private Day empty(PetFacts pet, LocalDay day) {
        var unknown = DayFigures.of(day, List.of(), List.of(), goals.of(pet, day.date()), now());
        return pet.isSealed(day.date()) ? unknown.asSealed() : unknown;
    }

    /** How many days in a row up to this one are known to have reached their goal. */
    private Future<Integer> streak(PetFacts pet, LocalDate last, int stride) {
        if (pet.isSealed(last)) {
            return database.ask(pool -> DayRepository.streak(pool, pet.petId(), last));
        }
        if (last.isBefore(today(pet).minusDays(MOST_UNSEALED))) {
            return Future.succeededFuture(0);
        }
        var first = Optional.ofNullable(pet.sealedDay())
                .map(until -> until.plusDays(1))
                .filter(open -> open.isAfter(last.minusDays(stride - 1L)))
                .orElse(last.minusDays(stride - 1L));
        var bounds = new ArrayList<Long>();
        for (var date = first; !date.isAfter(last.plusDays(1)); date = date.plusDays(1)) {
            bounds.add(new LocalDay(date, pet.zone()).start());
        }
        return search.moved(pet.petId(), bounds).compose(moved -> {
            var reached = 0;
            for (var date = last; !date.isBefore(first); date = date.minusDays(1)) {
                var active = moved.get(moved.size() - 1 - reached).activeS();
                if (active < goals.of(pet, date).minutes() * 60f) {
                    return Future.succeededFuture(reached);
                }
                reached++;
            }
            var whole = reached;
            return streak(pet, first.minusDays(1), 2 * stride).map(before -> whole + before);
        });
    }

    /** The last {@code count} days of a pet that are over, in order; those of which nothing is known, too. */
    public Future<List<Day>> recent(UUID petId, int count) {
        return facts(petId).compose(pet -> {
            var yesterday = today(pet).minusDays(1);
            return between(pet, yesterday.minusDays(count - 1L), yesterday);
        });
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
