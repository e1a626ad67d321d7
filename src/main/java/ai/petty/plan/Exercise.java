package ai.petty.plan;

import ai.petty.timeline.days.Goals;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How much an animal should move in a day: what is usual is what the goals of its days go by, too.
 *
 * @param goalMinutes for now: from where it is towards what is usual, a fifth more at a time
 * @param usualMinutes for one of its age and size
 * @param fromRecentDays whether the goal starts from what was observed
 * @param source of what is usual, in words for a person
 */
public record Exercise(
        int goalMinutes, int usualMinutes, boolean fromRecentDays, String source, List<String> activities) {
    /** For an animal of which nobody knows how old it is. */
    public static final List<String> FOR_ANY = List.of("Walks at its own pace", "Play with breaks");

    private static final double STEP = 1.2;
    private static final int SMALLEST_STEP = 5;
    private static final int FIRST_GOAL = 15;
    private static final double MOST = 1.5;
    private static final int ROUND = 5;

    static Exercise of(Subject subject, LifeStage stage) {
        var goalOfDays = Goals.usual(subject.species().wireName(), subject.months(), kg(subject));
        var usual = goalOfDays.minutes();
        var seen = subject.observed().filter(ObservedActivity::isEnough);
        var goal = seen.map(observed -> goal(observed.medianActiveMinutes(), usual, stage))
                .orElse((double) usual);
        return new Exercise(
                seen.isPresent() ? rounded(goal) : usual,
                usual,
                seen.isPresent(),
                "rule of thumb, " + goalOfDays.source(),
                activities(subject, stage));
    }

    private static OptionalDouble kg(Subject subject) {
        return subject.weightKg().map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    /** Whoever does more already goes on with it; one that grows is not driven beyond what is usual. */
    static double goal(double recent, int usual, LifeStage stage) {
        if (recent >= usual) {
            return stage == LifeStage.GROWING ? usual : Math.min(recent, usual * MOST);
        }
        var next = Math.max(FIRST_GOAL, Math.max(recent * STEP, recent + SMALLEST_STEP));
        return Math.min(usual, next);
    }

    private static int rounded(double minutes) {
        return (int) Math.max(ROUND, Math.round(minutes / ROUND) * ROUND);
    }

    private static List<String> activities(Subject subject, LifeStage stage) {
        if (subject.species() == Species.CAT) {
            return List.of("Several short games with a wand or a ball", "Food puzzles", "Climbing places");
        }
        return switch (stage) {
            case GROWING -> List.of("Short walks on soft ground", "Free play with breaks", "Basic training as a game");
            case ADULT -> List.of("Brisk walks", "Fetch or free running", "Nose work");
            case SENIOR -> List.of("Several short walks", "Slow nose work", "Swimming, where it likes water");
        };
    }
}
