package ai.petty.config;

import java.time.Duration;

/** What must hold for the numbers by which behaviours are told. */
final class EpisodeRules {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final PettyConfig.Behaviour behaviour;
    private final IssuerRules.Complaint complaint;

    EpisodeRules(PettyConfig.Behaviour behaviour, IssuerRules.Complaint complaint) {
        this.behaviour = behaviour;
        this.complaint = complaint;
    }

    void check() {
        atMostAnHour("longest-gap", behaviour.longestGap());
        atMostAnHour("shortest-rest", behaviour.shortestRest());
        atMostAnHour("shortest-walk", behaviour.shortestWalk());
        atMostAnHour("shortest-run", behaviour.shortestRun());
        atMostAnHour("shortest-play", behaviour.shortestPlay());
        atMostAnHour("shortest-sleep", behaviour.shortestSleep());
    }

    private void atMostAnHour(String key, Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            complaint.broken("behaviour." + key, "must be at most " + TypedText.print(LONGEST));
        }
    }
}
