package ai.petty.identity.tokens;

import ai.petty.store.Database;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The accounts of those who sign in elsewhere, made on first sight. */
public final class ExternalAccounts {
    private static final int MOST_REMEMBERED = 50_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final ExternalAccountRepository repository;
    private final Cache<Subject, UUID> subjectToAccount = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    private record Subject(String issuer, String name) {}

    public ExternalAccounts(Database database) {
        this.repository = new ExternalAccountRepository(database);
    }

    /** The account of whom {@code issuer} calls {@code subject}; two processes that see somebody first make one account. */
    public Future<UUID> findOrMake(String issuer, String subject) {
        var who = new Subject(issuer, subject);
        var known = subjectToAccount.getIfPresent(who);
        return known != null
                ? Future.succeededFuture(known)
                : repository.findOrMake(issuer, subject).onSuccess(account -> subjectToAccount.put(who, account));
    }

    /** Forgets accounts whose tokens were taken back: one of them may have gone for good. */
    public void forget(List<Revocation> revocations) {
        revocations.stream()
                .filter(one -> one.kind() == Revocation.Kind.ACCOUNT)
                .forEach(one -> subjectToAccount.asMap().values().remove(UUID.fromString(one.subject())));
    }
}
