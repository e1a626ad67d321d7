package ai.petty.http.v2;

import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.timeline.Timeline;
import ai.petty.timeline.days.Baselines;
import ai.petty.timeline.days.Days;
import ai.petty.timeline.days.Trends;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /v2/pets/{pet_id}/days/{date}}, {@code …/trends}, {@code …/baseline} and {@code …/wellness}: a pet's days. */
public final class DaysRoute {
    private static final int WEEKS = 12;
    private static final int MOST_WEEKS = 104;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu-MM");

    private final Pets pets;
    private final Timeline timeline;
    private final Days days;
    private final Baselines baselines;
    private final Trends trends;
    private final Function<RoutingContext, Actor> caller;

    public DaysRoute(
            Pets pets,
            Timeline timeline,
            Days days,
            Baselines baselines,
            Trends trends,
            Function<RoutingContext, Actor> caller) {
        this.pets = pets;
        this.timeline = timeline;
        this.days = days;
        this.baselines = baselines;
        this.trends = trends;
        this.caller = caller;
    }

    public void day(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var date = parameters.date();
        parameters.check();
        answer(ctx, petId, () -> days.day(petId, date).map(day -> DayJson.day(petId, day)));
    }

    public void trends(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var weeks = parameters.number("weeks", WEEKS, MOST_WEEKS);
        parameters.check();
        answer(
                ctx,
                petId,
                () -> trends.last(petId, weeks)
                        .map(both -> new JsonObject()
                                .put("pet_id", petId.toString())
                                .put(
                                        "weeks",
                                        DayJson.trends(
                                                both.weeks(),
                                                "week",
                                                week -> "%d-W%02d"
                                                        .formatted(
                                                                week.from().get(IsoFields.WEEK_BASED_YEAR),
                                                                week.from().get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))))
                                .put(
                                        "months",
                                        DayJson.trends(
                                                both.months(),
                                                "month",
                                                month -> month.from().format(MONTH)))));
    }

    public void baseline(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        answer(ctx, petId, () -> baselines.now(petId).map(baseline -> DayJson.baseline(petId, baseline)));
    }

    public void wellness(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var date = parameters.optionalDate("date");
        parameters.check();
        answer(ctx, petId, () -> baselines.wellness(petId, date).map(wellness -> DayJson.wellness(petId, wellness)));
    }

    private void answer(RoutingContext ctx, UUID petId, Supplier<Future<JsonObject>> question) {
        pets.require(caller.apply(ctx).principal(), petId, Role.VIEWER)
                .compose(standing -> timeline.settle(petId))
                .compose(settled -> question.get())
                .onSuccess(json -> TaggedAnswer.send(ctx, "application/json", json.toBuffer()))
                .onFailure(ctx::fail);
    }
}
