package ai.petty.notifications;

import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.identity.account.Account;
import ai.petty.identity.account.Accounts;
import ai.petty.mail.Mail;
import ai.petty.mail.Mails;
import ai.petty.pets.Pets;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells people by mail: hands a letter to the outbox of mails in the transaction in which the notice is over, so that there is one letter
 * for one notice. Where the pet is does not stand in it.
 */
final class NoticeMail {
    private static final Map<String, Mail.Template> KIND_TO_TEMPLATE = Map.of(
            "alert.opened", Mail.Template.ALERT_OPENED,
            "alert.resolved", Mail.Template.ALERT_RESOLVED);

    /** What means that all is well again. */
    private static final Set<String> GOOD_ENDINGS = Set.of("cleared", "returned");

    private static final Map<String, String> ENDING_TO_WORDS = Map.of(
            "accompanied", "somebody of its own is with it, and it is still outside",
            "no_zones", "it has no safe places any more",
            "unpaired", "the collar that told of it is no longer on it",
            "by_person", "somebody who looks after it has said so");

    private static final Map<String, String> RULE_TO_WORDS = Map.of(
            "geofence", "it is outside its safe places",
            "high_heart_rate", "its heart beats fast while it rests",
            "inactivity", "it has not moved for long",
            "low_battery", "the collar's battery is low",
            "offline", "the collar has not been heard of");

    private static final Map<String, String> CATEGORY_TO_WORDS = Map.of(
            "escape", "it is not where it should be",
            "health", "something about its health",
            "device", "something about its collar");

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm (VV)", Locale.ENGLISH);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final Database database;
    private final Accounts accounts;
    private final Pets pets;
    private final PreferenceKeeping preferences;
    private final Mails mails;
    private final boolean claimsToo;
    private final InstantSource clock;

    NoticeMail(NoticeGround ground, PreferenceKeeping preferences, boolean claimsToo) {
        this.database = ground.database();
        this.accounts = ground.accounts();
        this.pets = ground.pets();
        this.mails = ground.mails();
        this.clock = ground.clock();
        this.preferences = preferences;
        this.claimsToo = claimsToo;
    }

    /** Whether there is a letter for what has come about. */
    static boolean isWrittenOf(String kind) {
        return KIND_TO_TEMPLATE.containsKey(kind);
    }

    /** @return how it ended; empty when another has ended it */
    Future<Optional<Notice.Outcome>> deliver(Notice notice) {
        return letter(notice)
                .compose(letter -> letter.map(mail -> post(notice, mail)).orElseGet(() -> end(notice)))
                .recover(cause -> isGone(cause) ? end(notice) : Future.failedFuture(cause));
    }

    /** The account, or the pet for this account, is no more. */
    private static boolean isGone(Throwable cause) {
        return cause instanceof Refusal refusal && refusal.kind() == Refusal.Kind.NOT_FOUND;
    }

    private Future<Optional<Notice.Outcome>> end(Notice notice) {
        return database.ask(pool -> NoticeRepository.end(pool, notice, Notice.Outcome.DROPPED, now()))
                .map(ended -> ended ? Optional.of(Notice.Outcome.DROPPED) : Optional.empty());
    }

    private Future<Optional<Notice.Outcome>> post(Notice notice, Mail mail) {
        return database.transact(transaction -> NoticeRepository.hold(transaction, notice.account())
                .compose(held -> held
                        ? NoticeRepository.end(transaction, notice, Notice.Outcome.DELIVERED, now())
                        : Future.succeededFuture(false))
                .compose(ended -> ended
                        ? mails.post(transaction, mail, notice.account()).map(Optional.of(Notice.Outcome.DELIVERED))
                        : Future.succeededFuture(Optional.<Notice.Outcome>empty())));
    }

    private Future<Optional<Mail>> letter(Notice notice) {
        var template = template(notice);
        if (template == null || !notice.isWanted()) {
            return Future.succeededFuture(Optional.empty());
        }
        return accounts.find(notice.account())
                .compose(account -> address(account)
                        .map(address -> petName(notice)
                                .compose(name -> zone(notice.account())
                                        .map(zone ->
                                                Optional.of(new Mail(address, template, values(notice, name, zone))))))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private static Mail.@Nullable Template template(Notice notice) {
        var template = KIND_TO_TEMPLATE.get(notice.kind());
        return template == Mail.Template.ALERT_RESOLVED && GOOD_ENDINGS.contains(ending(notice))
                ? Mail.Template.ALERT_WELL
                : template;
    }

    private static String ending(Notice notice) {
        return notice.facts().getOrDefault("ending", "");
    }

    private Optional<String> address(Account account) {
        return account.email().filter(email -> account.isVerified() || claimsToo);
    }

    private Future<String> petName(Notice notice) {
        var reader = new Principal.Person(notice.account(), Set.of(Scope.PETS_READ), Optional.empty());
        return pets.find(reader, notice.petId()).map(pet -> pet.profile().name());
    }

    private Future<ZoneId> zone(UUID account) {
        return preferences.of(account).map(known -> known.timeZone().orElse(ZoneOffset.UTC));
    }

    private static Map<String, String> values(Notice notice, String petName, ZoneId zone) {
        return Map.of(
                "pet", CONTROL.matcher(petName).replaceAll(" "),
                "pet_id", notice.petId().toString(),
                "what", what(notice),
                "ending", ENDING_TO_WORDS.getOrDefault(ending(notice), "it is looked at no more"),
                "at", Micros.instant(notice.at()).atZone(zone).format(WHEN));
    }

    private static String what(Notice notice) {
        var byRule = RULE_TO_WORDS.get(notice.facts().getOrDefault("rule", ""));
        return byRule != null ? byRule : CATEGORY_TO_WORDS.getOrDefault(notice.category(), "something");
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
