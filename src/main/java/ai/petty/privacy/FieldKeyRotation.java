package ai.petty.privacy;

import ai.petty.problem.Refusal;
import ai.petty.secrets.SecretStore;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
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
     * one. It takes no key away, so it may come while an earlier rotation's fields are still on their way: a key that leaked cannot
     * wait for them.
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

    /**
     * Removes keys that no envelope was found to need. The secret may have changed since they were counted: a key that was not counted
     * stays, and all of them stay when another one has come into use too lately.
     *
     * @param unused ids of the keys that were counted, not more
     * @param usedSince the active key must have been in use at that time already
     * @return the keys that there are now
     */
    Future<FieldKeys> remove(Set<String> unused, Instant usedSince) {
        return change(keys -> keys.mayForgetAt(usedSince) ? keys.without(unused, clock.instant()) : keys);
    }

    private Future<FieldKeys> change(UnaryOperator<FieldKeys> change) {
        return database.transact(connection -> FieldKeyRing.lock(connection)
                .compose(locked -> secrets.fresh(secretName))
                .compose(version -> {
                    var before = FieldKeys.parse(version.text());
                    var after = change.apply(before);
                    return after == before
                            ? Future.succeededFuture(before)
                            : secrets.put(secretName, after.text().value()).map(after);
                }));
    }
}
