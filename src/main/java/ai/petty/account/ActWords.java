package ai.petty.account;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.audit.PersonsAct;
import ai.petty.store.Micros;
import java.util.List;
import java.util.Map;

/** Acts of the audit log as a table for people: what they mean stands beside what they are called. */
final class ActWords {
    static final String CSV_HEAD = "at,what,on,outcome,by,action,entry\r\n";

    /** A test holds it against everything that is written down anywhere. */
    static final Map<String, String> ACTION_TO_WORDS = Map.ofEntries(
            Map.entry("account.changed", "The account's name or phone number was changed"),
            Map.entry("account.erased", "The account was erased"),
            Map.entry("account.export_begun", "An export of everything was begun"),
            Map.entry("account.export_broken_off", "An export of everything broke off"),
            Map.entry("account.exported", "An export of everything was sent"),
            Map.entry("account.locked", "Signing in was locked after too many wrong passwords"),
            Map.entry("account.password_changed", "The password was changed"),
            Map.entry("account.password_reset", "The password was reset by mail"),
            Map.entry("account.registered", "The account was registered"),
            Map.entry("account.reset_asked", "A mail to reset the password was asked for"),
            Map.entry("account.unlocked", "Signing in was unlocked by an administrator"),
            Map.entry("account.verified", "The e-mail address was proved"),
            Map.entry("alert.acknowledged", "An alert was acknowledged"),
            Map.entry("alert.resolved", "An alert was said to be over"),
            Map.entry("collar.added", "A collar was taken into the inventory"),
            Map.entry("collar.claimed", "A collar was claimed"),
            Map.entry("collar.paired", "A collar was put on a pet"),
            Map.entry("collar.released", "A collar was released by an administrator"),
            Map.entry("collar.revoked", "A collar's credential was revoked by an administrator"),
            Map.entry("collar.rotated", "A collar was given a new credential"),
            Map.entry("collar.unpaired", "A collar was taken off a pet"),
            Map.entry("companion.came", "A phone said that it is with a pet"),
            Map.entry("companion.left", "A phone said that it has left a pet"),
            Map.entry("invitation.revoked", "An invitation was taken back"),
            Map.entry("live_link.given", "A link was made by which anybody sees where a lost pet is"),
            Map.entry("live_link.read", "Somebody with the link looked where a lost pet is"),
            Map.entry("lost_mode.ended", "The time for which a pet was looked for was over"),
            Map.entry("lost_mode.off", "A pet was no longer looked for"),
            Map.entry("lost_mode.on", "A pet was looked for"),
            Map.entry("member.changed", "The terms of somebody who looks after a pet were changed"),
            Map.entry("member.invited", "Somebody was asked to look after a pet"),
            Map.entry("member.joined", "An invitation to look after a pet was accepted"),
            Map.entry("member.left", "Looking after a pet was given up"),
            Map.entry("member.removed", "Somebody was removed from those who look after a pet"),
            Map.entry("pet.added", "A pet was added"),
            Map.entry("pet.changed", "What is said of a pet was changed"),
            Map.entry("pet.deleted", "A pet was deleted"),
            Map.entry("pet.weighed", "A pet's weight was noted"),
            Map.entry("position.read", "Where somebody else's pet is was looked at"),
            Map.entry("preferences.changed", "How to be told of things was changed"),
            Map.entry("session.begun", "Signed in"),
            Map.entry("session.ended", "A session was ended"),
            Map.entry("session.ended_all", "All sessions were ended"),
            Map.entry("session.reused", "A session was ended because its refresh token was used twice"),
            Map.entry("token.revoked", "An access token was taken back"),
            Map.entry("webhook.added", "A webhook was made"),
            Map.entry("webhook.removed", "A webhook was removed"),
            Map.entry("webhook.rotated", "A webhook was given a new secret"),
            Map.entry("zone.added", "A zone was drawn"),
            Map.entry("zone.changed", "A zone was changed"),
            Map.entry("zone.read", "The zones of somebody else's pet were looked at"),
            Map.entry("zone.removed", "A zone was removed"));

    private ActWords() {}

    /** Lines of RFC 4180. */
    static CharSequence csv(List<PersonsAct> acts) {
        var lines = new StringBuilder(acts.size() * 160);
        for (var act : acts) {
            var words = ACTION_TO_WORDS.getOrDefault(act.action(), act.action());
            field(lines, Micros.instant(act.at()).toString(), ',');
            field(lines, act.outcome() == Outcome.REFUSED ? "Refused: " + words : words, ',');
            field(lines, act.object(), ',');
            field(lines, act.outcome() == Outcome.REFUSED ? "refused" : "done", ',');
            field(lines, act.isOwn() ? "you" : "somebody else, or somebody who was not signed in", ',');
            field(lines, act.action(), ',');
            field(lines, act.run() + ":" + act.n(), '\r');
            lines.append('\n');
        }
        return lines;
    }

    private static void field(StringBuilder line, String text, char end) {
        line.append('"').append(text.replace("\"", "\"\"")).append('"').append(end);
    }
}
