package ai.petty.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** What must hold for the rules of alerts, or they would fire and end at the same time. */
final class AlertRules {
    private static final Pattern TIME_OF_DAY = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final double HUNDRED = 100;

    private final PettyConfig.Alerts alerts;
    private final PettyConfig.Uplink uplink;
    private final IssuerRules.Complaint complaint;

    AlertRules(PettyConfig config, IssuerRules.Complaint complaint) {
        this.alerts = config.alerts();
        this.uplink = config.uplink();
        this.complaint = complaint;
    }

    void check() {
        var heart = alerts.heartRate();
        if (heart.factor() <= 1) {
            complaint.broken("alerts.heart-rate.factor", "must be more than 1");
        }
        if (heart.factor() > 1 && heart.calmFactor() >= heart.factor()) {
            complaint.broken(
                    "alerts.heart-rate.calm-factor",
                    "must be less than alerts.heart-rate.factor",
                    "alerts.heart-rate.factor");
        }
        daytime();
        var battery = alerts.battery();
        if (battery.resolvedAbovePct() <= battery.belowPct() || battery.resolvedAbovePct() >= HUNDRED) {
            complaint.broken(
                    "alerts.battery.resolved-above-pct",
                    "must be more than alerts.battery.below-pct, and less than 100",
                    "alerts.battery.below-pct");
        }
        if (alerts.lostMode().reportInterval().compareTo(Duration.ofSeconds(1)) < 0
                || alerts.lostMode().reportInterval().compareTo(uplink.reportInterval()) > 0) {
            complaint.broken(
                    "alerts.lost-mode.report-interval",
                    "must be at least 1s, and at most uplink.report-interval",
                    "uplink.report-interval");
        }
    }

    private void daytime() {
        var inactivity = alerts.inactivity();
        var from = inactivity.dayFrom();
        var to = inactivity.dayTo();
        var isWritten =
                TIME_OF_DAY.matcher(from).matches() && TIME_OF_DAY.matcher(to).matches();
        if (!isWritten) {
            complaint.broken(
                    "alerts.inactivity.day-from",
                    "and alerts.inactivity.day-to must be times of the day such as 07:00",
                    "alerts.inactivity.day-to");
        } else if (from.compareTo(to) >= 0) {
            complaint.broken(
                    "alerts.inactivity.day-to",
                    "must be later than alerts.inactivity.day-from",
                    "alerts.inactivity.day-from");
        }
    }
}
