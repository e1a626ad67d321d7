package ai.petty.config;

import ai.petty.config.PettyConfig.Profile;
import java.util.regex.Pattern;

/** What must hold for the way to the mail server. */
final class MailRules {
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final PettyConfig config;
    private final IssuerRules.Complaint complaint;

    MailRules(PettyConfig config, IssuerRules.Complaint complaint) {
        this.config = config;
        this.complaint = complaint;
    }

    void check() {
        var mail = config.mail();
        if (!mail.credentials().isEmpty()) {
            if (!SERVICE.matcher(mail.credentials()).matches()) {
                complaint.broken("mail.credentials", "must be lower-case letters, digits and dashes, such as smtp");
            }
            if (!mail.user().isEmpty() || !mail.password().isEmpty()) {
                complaint.broken(
                        "mail.credentials",
                        "must not stand beside mail.user and mail.password",
                        "mail.user",
                        "mail.password");
            }
        }
        if (config.profile() == Profile.PRODUCTION && !mail.password().isEmpty()) {
            complaint.broken(
                    "mail.password",
                    "must stand in the store of secrets (see mail.credentials) in production",
                    "profile");
        }
    }
}
