package ai.petty.config;

import ai.petty.config.PettyConfig.Profile;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/** What must hold for the identity providers whose tokens are accepted. */
final class IssuerRules {
    private static final String KEY = "identity.trusted-issuers";

    private final PettyConfig config;
    private final Complaint complaint;

    /** Takes down what does not hold. */
    interface Complaint {
        void broken(String key, String problem, String... others);
    }

    IssuerRules(PettyConfig config, Complaint complaint) {
        this.config = config;
        this.complaint = complaint;
    }

    void check() {
        var seen = new HashSet<String>();
        seen.add(config.identity().issuer());
        var issuers = config.identity().trustedIssuers();
        for (var i = 0; i < issuers.size(); i++) {
            var issuer = issuers.get(i);
            if (issuer.issuer().isBlank() || issuer.audience().isBlank()) {
                broken(i, "must name an issuer and an audience");
            } else if (!seen.add(issuer.issuer())) {
                broken(i, "names an issuer that is named already, or our own");
            }
            if (issuer.audienceClaim().isBlank()) {
                broken(i, "must name an audience-claim, or leave it out");
            }
            keys(i, issuer);
            if (List.of(issuer.leeway(), issuer.longestLife()).stream().anyMatch(time -> !time.isPositive())) {
                broken(i, "must have a leeway and a longest-life of more than zero");
            }
        }
    }

    private void keys(int i, PettyConfig.TrustedIssuer issuer) {
        if (issuer.jwksUrl().isEmpty() == issuer.publicKeyFile().isEmpty()) {
            broken(i, "must have one of jwks-url and public-key-file");
        } else if (!issuer.jwksUrl().isEmpty()) {
            url(i, issuer.jwksUrl());
        } else if (!isReadable(issuer.publicKeyFile())) {
            broken(i, "has a public-key-file that does not exist or cannot be read");
        }
    }

    private void url(int i, String url) {
        try {
            var uri = new URI(url);
            var scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
                broken(i, "has a jwks-url that is not an http(s) address");
            } else if (scheme.equals("http") && config.profile() == Profile.PRODUCTION) {
                // Whoever can change it on the way can make tokens.
                broken(i, "must have a jwks-url of https in production");
            }
        } catch (URISyntaxException e) {
            broken(i, "has a jwks-url that is not an http(s) address");
        }
    }

    private static boolean isReadable(String path) {
        try {
            return Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void broken(int i, String problem) {
        complaint.broken(KEY, "[" + i + "] " + problem);
    }
}
