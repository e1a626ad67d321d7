package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.http.KeySet;
import ai.petty.identity.CollarCredentials;
import ai.petty.identity.CredentialCheck;
import ai.petty.identity.Principal;
import ai.petty.identity.tokens.AccessTokens;
import ai.petty.identity.tokens.ExternalAccounts;
import ai.petty.identity.tokens.Revocations;
import ai.petty.identity.tokens.SigningKeys;
import ai.petty.identity.tokens.TokensOrSecret;
import ai.petty.identity.tokens.TrustedIssuers;
import ai.petty.secrets.SecretStore;
import ai.petty.store.Database;
import ai.petty.store.Notices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;

/** The rooms behind access tokens, joined: the keys, what was taken back, and the door's question who is calling. */
public record TokensWing(SigningKeys keys, Revocations revocations, AccessTokens access, CredentialCheck credentials) {
    private static final Duration KEY_SET_COPY = Duration.ofMinutes(5);

    /**
     * @param collars judges what collars show
     * @param otherwise judges what is not an access token
     */
    static Future<TokensWing> open(
            Vertx vertx,
            PettyConfig config,
            InstantSource clock,
            SecretStore secrets,
            Database database,
            Notices notices,
            CollarCredentials collars,
            CredentialCheck otherwise) {
        var keys = new SigningKeys(vertx, secrets, database, config, clock);
        var revocations = new Revocations(vertx, database, notices, config.identity(), clock);
        var accounts = new ExternalAccounts(database);
        revocations.onRevoked(accounts::forget);
        return Future.all(
                        keys.open(), revocations.open(), TrustedIssuers.open(vertx, config.identity(), accounts, clock))
                .map(opened -> {
                    var access = new AccessTokens(
                            config.identity(), keys, opened.resultAt(2), takenBack(keys, revocations), clock);
                    return new TokensWing(keys, revocations, access, new TokensOrSecret(access, collars, otherwise));
                });
    }

    private static Predicate<Principal> takenBack(SigningKeys keys, Revocations revocations) {
        return who -> revocations.covers(who) || keys.dropped(who);
    }

    /** Whether what somebody came with is good no more, though it has not expired. */
    Predicate<Principal> takenBack() {
        return takenBack(keys, revocations);
    }

    /** What the world may know of the keys; a copy of it is too old before a key signs that it does not have. */
    KeySet keySet(PettyConfig config) {
        var overlap = config.identity().keyOverlap().dividedBy(2);
        return new KeySet(keys::published, overlap.compareTo(KEY_SET_COPY) < 0 ? overlap : KEY_SET_COPY);
    }

    Future<Void> close() {
        return Future.join(keys.close(), revocations.close()).mapEmpty();
    }
}
