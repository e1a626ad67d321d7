package ai.petty.app;

import ai.petty.client.AccountClient;
import ai.petty.client.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demo's first dog as its owner's app sees it: a home is drawn, an escape is told, and when the dog's day is over its timeline and its
 * plan, and what comes of saying that something was wrong. All of it goes through the API. Blocks.
 */
final class DemoStory {
    private static final double HOME_RADIUS_M = 60;
    private static final Duration BEFORE = Duration.ofHours(3);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int NOT_FOUND = 404;
    /** Invented signals of a walk may look like a run. */
    private static final List<String> OUT_AND_ABOUT = List.of("walking", "running");

    private final AccountClient account;
    private final String pet;
    private final Instant caughtUp;
    private final PrintStream out;
    private final Instant began = Instant.now();
    private final Map<String, String> alertToState = new HashMap<>();
    private boolean isDrawn;
    private boolean isTold;

    /** @param caughtUp when the dog's time is the true one, and its day is over */
    DemoStory(AccountClient account, String petId, Instant caughtUp, PrintStream out) {
        this.account = account;
        this.pet = "/v2/pets/" + petId;
        this.caughtUp = caughtUp;
        this.out = out;
    }

    /** To be called now and then: tells what is new. */
    void goOn() {
        if (!isDrawn) {
            isDrawn = drawHome();
            if (isDrawn) {
                // Those of an earlier run. The dog's time is not the true one: their times do not tell.
                alerts().forEach(alert -> alertToState.put(alert.getString("alert_id"), alert.getString("state")));
            }
        }
        tellAlerts();
        if (!isTold && Instant.now().isAfter(caughtUp)) {
            isTold = true;
            tellDay();
        }
    }

    /** Who the dog is, and that it lives where it is now. */
    private boolean drawHome() {
        var position = position();
        if (position.isEmpty()) {
            return false;
        }
        join(account.patch(
                pet,
                new JsonObject()
                        .put("breed", "Labrador Retriever")
                        .put(
                                "birth_date",
                                LocalDate.now(ZoneOffset.UTC).minusYears(4).toString())
                        .put("neutered", true)
                        .put("weight_kg", 29)
                        .put("body_condition", 6)
                        .put("food_kcal_per_100g", 360)));
        if (join(account.get(pet + "/zones")).getJsonArray("zones").isEmpty()) {
            var circle = position.get().put("radius_m", HOME_RADIUS_M);
            join(account.post(
                    pet + "/zones",
                    JsonObject.of("kind", "home", "name", "Home").put("circle", circle)));
        }
        out.printf("STORY the first dog's home is a circle of %.0f m around where it sleeps%n", HOME_RADIUS_M);
        return true;
    }

    private Optional<JsonObject> position() {
        try {
            var position = join(account.get(pet + "/latest")).getJsonObject("position");
            return Optional.ofNullable(position)
                    .map(fix -> JsonObject.of("lat", fix.getDouble("lat"), "lon", fix.getDouble("lon")));
        } catch (RequestRefused refused) {
            if (refused.status() != NOT_FOUND) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    private void tellAlerts() {
        for (var alert : alerts()) {
            var state = alert.getString("state");
            if (!state.equals(alertToState.put(alert.getString("alert_id"), state))) {
                out.printf(
                        "STORY alert %s: told at %s%s%n",
                        alert.getString("rule"),
                        time(alert, "opened_at"),
                        alert.containsKey("ending")
                                ? ", over at %s: %s".formatted(time(alert, "resolved_at"), alert.getString("ending"))
                                : ", open");
            }
        }
    }

    private List<JsonObject> alerts() {
        return objects(join(account.get(pet + "/alerts")), "alerts");
    }

    private void tellDay() {
        var events = events();
        out.printf("STORY what it did, GET %s/timeline%n", pet);
        events.forEach(event -> out.println("STORY   " + sentence(event)));
        tellPlan();
        // The first outing was play, says its owner.
        events.stream()
                .filter(event -> OUT_AND_ABOUT.contains(event.getString("behavior")))
                .findFirst()
                .ifPresent(this::correct);
    }

    private List<JsonObject> events() {
        var from = began.minus(BEFORE).truncatedTo(ChronoUnit.SECONDS);
        var to = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        return objects(join(account.get(pet + "/timeline?from=" + from + "&to=" + to)), "events");
    }

    private void tellPlan() {
        var plan = join(account.get(pet + "/plan"));
        var food = plan.getJsonObject("food", new JsonObject());
        out.printf(
                "STORY what it needs, GET %s/plan%nSTORY   %s kcal a day, %s g of its food, %s minutes of exercise, %s ml of water%n",
                pet,
                plan.getJsonObject("energy", new JsonObject()).getValue("mer_kcal"),
                food.getValue("grams_a_day"),
                plan.getJsonObject("exercise", new JsonObject()).getValue("goal_minutes"),
                plan.getJsonObject("water", new JsonObject()).getValue("ml"));
    }

    private void correct(JsonObject event) {
        var id = event.getString("event_id");
        var said = JsonObject.of("verdict", "incorrect", "corrected_behavior", "playing");
        join(account.post(pet + "/events/" + id + "/feedback", said));
        out.printf("STORY feedback, POST %s/events/%s/feedback %s%n", pet, id, said.encode());
        events().stream()
                .filter(again -> again.getString("event_id").equals(id))
                .forEach(again -> out.println(
                        "STORY   before: " + sentence(event) + "%nSTORY   now:    ".formatted() + sentence(again)));
    }

    private static String sentence(JsonObject event) {
        var correction = event.getJsonObject("correction");
        return "%s to %s  %-14s confidence %.2f%s%s"
                .formatted(
                        time(event, "from"),
                        time(event, "to"),
                        event.getString("behavior"),
                        event.getDouble("confidence"),
                        event.getBoolean("open") ? ", going on" : "",
                        correction == null ? "" : ", its owner says: " + correction.getString("behavior"));
    }

    private static String time(JsonObject object, String field) {
        return CLOCK.format(Instant.parse(object.getString(field)));
    }

    private static List<JsonObject> objects(JsonObject answer, String field) {
        return answer.getJsonArray(field).stream().map(JsonObject.class::cast).toList();
    }

    private static <T> T join(Future<T> future) {
        return Demo.join(future);
    }
}
