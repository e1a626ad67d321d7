package ai.petty.privacy;

import ai.petty.problem.Refusal;
import ai.petty.secrets.SecretStore;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** Changes the secret with the keys of personal fields, one process at a time. */
public final class FieldKeyRotation {
    private final SecretStore secrets;
    private final String secretName;
    private final Database database;
    private final InstantSource clock;

    /** @param secretName of the keys of personal fields */
    public FieldKeyRotation(SecretStore secrets, String secretName, Database database, InstantSource clock) {
        this.secrets = secrets;
        this.secretName = secretName;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Adds a key, which every process uses from {@code lead} on. The running servers then bring every field over to it and remove the old
     * one.
     *
     * @param lead long enough that every process has asked the store again by then
     * @return the new key's id; fails with a {@link Refusal} of kind CONFLICT when the last rotation's key is not in use yet
     */
    public Future<String> rotate(Duration lead) {
        var now = clock.instant();
        return change(keys -> {
                    if (keys.next().filter(next -> now.isBefore(next.from())).isPresent()) {
                        throw Refusal.of(
                                Refusal.Kind.CONFLICT, "keys.rotating", "The last rotation's key is not in use yet.");
                    }
                    return keys.withNext(new SecureRandom(), now, now.plus(lead));
                })
                .map(keys -> keys.next().orElseThrow().id());
    }

    /** Removes every key but the active one and the coming one. */
    Future<FieldKeys> removeOld() {
        return change(keys -> keys.withoutOld(clock.instant()));
    }

    private Future<FieldKeys> change(UnaryOperator<FieldKeys> change) {
        return database.transact(connection -> FieldKeyRing.lock(connection)
                .compose(locked -> secrets.fresh(secretName))
                .map(version -> change.apply(FieldKeys.parse(version.text())))
                .compose(keys -> secrets.put(secretName, keys.text().value()).map(keys)));
    }
}
