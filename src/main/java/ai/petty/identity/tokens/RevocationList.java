package ai.petty.identity.tokens;

import ai.petty.identity.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The revocations that are in force, as this process knows them. Asked at every request: two or three look-ups in memory. */
final class RevocationList {
    private final Map<String, Instant> tokenToExpiry = new ConcurrentHashMap<>();
    private final Map<String, Instant> sessionToExpiry = new ConcurrentHashMap<>();
    private final Map<String, Revocation> accountToNewest = new ConcurrentHashMap<>();

    /** A collar's is an event, not a state: its next credential is good again. So it is not kept here. */
    void add(List<Revocation> revocations) {
        for (var one : revocations) {
            switch (one.kind()) {
                case TOKEN -> tokenToExpiry.put(one.subject(), one.expiresAt());
                case SESSION -> sessionToExpiry.put(one.subject(), one.expiresAt());
                case ACCOUNT -> accountToNewest.merge(one.subject(), one, RevocationList::stricter);
                case COLLAR -> {}
            }
        }
    }

    private static Revocation stricter(Revocation one, Revocation other) {
        var newer = one.revokedAt().isAfter(other.revokedAt()) ? one : other;
        return new Revocation(
                newer.id(),
                newer.kind(),
                newer.subject(),
                Math.max(one.epoch(), other.epoch()),
                newer.revokedAt(),
                one.expiresAt().isAfter(other.expiresAt()) ? one.expiresAt() : other.expiresAt());
    }

    /** Whether the token that somebody came with was taken back; never for those who came without one. */
    boolean covers(Principal who) {
        return who instanceof Principal.Person person
                && person.grant().isPresent()
                && covers(person, person.grant().get());
    }

    private boolean covers(Principal.Person person, Principal.Grant grant) {
        return tokenToExpiry.containsKey(grant.tokenId())
                || (grant.session().isPresent()
                        && !sessionToExpiry.isEmpty()
                        && sessionToExpiry.containsKey(grant.session().get().toString()))
                || (!accountToNewest.isEmpty() && coversAccount(person, grant));
    }

    private boolean coversAccount(Principal.Person person, Principal.Grant grant) {
        var newest = accountToNewest.get(person.account().toString());
        if (newest == null) {
            return false;
        }
        // Another issuer's token knows no epoch of ours: there the time tells old from new.
        return grant.epoch().isPresent()
                ? grant.epoch().get() < newest.epoch()
                : grant.issuedAt().isEmpty() || !grant.issuedAt().get().isAfter(newest.revokedAt());
    }

    void prune(Instant now) {
        tokenToExpiry.values().removeIf(now::isAfter);
        sessionToExpiry.values().removeIf(now::isAfter);
        accountToNewest.values().removeIf(one -> now.isAfter(one.expiresAt()));
    }

    int size() {
        return tokenToExpiry.size() + sessionToExpiry.size() + accountToNewest.size();
    }
}
