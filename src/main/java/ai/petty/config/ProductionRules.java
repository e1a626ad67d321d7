package ai.petty.config;

import ai.petty.config.PettyConfig.MailTls;
import ai.petty.config.PettyConfig.MailTransport;
import ai.petty.config.PettyConfig.SecretStoreKind;
import ai.petty.config.PettyConfig.TlsMode;
import java.util.regex.Pattern;

/**
 * Production refuses what is meant for the demo. HTTP may be plaintext there: a load balancer ends TLS and speaks
 * plaintext inside the VPC. The database may not, and its certificate is verified: its connection crosses to machines that
 * others share. Who has something beside us that does both says so. Mail crosses the internet, with tokens in it.
 */
final class ProductionRules {
    /** The names that the defaults have, which can be nobody's (RFC 2606). */
    private static final Pattern NOBODYS =
            Pattern.compile(".*[.@/]invalid(?:[:/>].*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String IN_PRODUCTION = " in production";

    private final PettyConfig config;
    private final IssuerRules.Complaint complaint;

    ProductionRules(PettyConfig config, IssuerRules.Complaint complaint) {
        this.config = config;
        this.complaint = complaint;
    }

    void check() {
        database();
        if (config.secrets().store() != SecretStoreKind.AWS) {
            broken("secrets.store", "must be aws");
        }
        mail();
        ownName("identity.issuer", config.identity().issuer());
        off("pets.auto-register", config.pets().autoRegister());
        off("identity.unverified-sign-in", config.identity().unverifiedSignIn());
        off("identity.demo-secret", config.identity().demoSecret());
        off("v1.anonymous-ingest", config.v1().anonymousIngest());
        off("v1.anonymous-reads", config.v1().anonymousReads());
    }

    private void database() {
        if (config.database().url().isEmpty()) {
            broken("database.url", "must be set");
        }
        var tls = config.database().tls();
        if (tls == TlsMode.DISABLE || tls == TlsMode.REQUIRE) {
            broken(
                    "database.tls",
                    "must be verify-full or verify-ca, or terminated-upstream where another speaks TLS for us,");
        }
    }

    /** Printed mails put tokens into a log; dropped ones keep everybody from proving their address, and so from signing in. */
    private void mail() {
        if (config.mail().transport() != MailTransport.SMTP) {
            broken("mail.transport", "must be smtp");
        }
        if (config.mail().tls() == MailTls.DISABLED) {
            broken("mail.tls", "must be required or implicit");
        }
        ownName("mail.from", config.mail().from());
        ownName("mail.links", config.mail().links());
    }

    private void ownName(String key, String value) {
        if (value.isBlank() || NOBODYS.matcher(value).matches()) {
            broken(key, "must be of a domain of one's own");
        }
    }

    private void off(String key, boolean on) {
        if (on) {
            broken(key, "must be false");
        }
    }

    private void broken(String key, String problem) {
        complaint.broken(key, problem + IN_PRODUCTION, "profile");
    }
}
