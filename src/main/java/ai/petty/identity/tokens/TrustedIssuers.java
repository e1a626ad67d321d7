package ai.petty.identity.tokens;

import ai.petty.config.PettyConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The identity providers of {@code identity.trusted-issuers}. */
public final class TrustedIssuers {
    /** Nobody but ourselves. */
    public static final TrustedIssuers NONE = new TrustedIssuers(List.of());

    private final List<Issuer> all;

    private TrustedIssuers(List<Issuer> all) {
        this.all = List.copyOf(all);
    }

    List<Issuer> all() {
        return all;
    }

    /**
     * Reads the key files; keys that are published elsewhere are fetched with the first token.
     *
     * @return fails with an {@link IllegalArgumentException} when a file holds no key, or a scope is none of ours
     */
    public static Future<TrustedIssuers> open(
            Vertx vertx, PettyConfig.Identity config, ExternalAccounts accounts, InstantSource clock) {
        return Future.all(config.trustedIssuers().stream()
                        .map(each -> keys(vertx, each, clock)
                                .map(keys -> (Issuer) new TrustedIssuer(each, keys, accounts, clock)))
                        .toList())
                .map(opened -> new TrustedIssuers(opened.list()));
    }

    private static Future<IssuerKeys> keys(Vertx vertx, PettyConfig.TrustedIssuer config, InstantSource clock) {
        if (config.publicKeyFile().isEmpty()) {
            return Future.succeededFuture(new RemoteKeys(vertx, config.jwksUrl(), clock));
        }
        return vertx.fileSystem().readFile(config.publicKeyFile()).map(pem -> {
            try {
                var check =
                        Future.succeededFuture(Optional.of(SignatureCheck.by(vertx, RsaKeys.ofPem(pem.toString()))));
                // One key: a token may name it as it likes.
                return kid -> check;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "identity.trusted-issuers: " + config.publicKeyFile() + " " + e.getMessage(), e);
            }
        });
    }
}
