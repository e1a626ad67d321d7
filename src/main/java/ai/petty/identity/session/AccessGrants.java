package ai.petty.identity.session;

import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Short-lived access tokens, as sessions need them: made at each refresh, and of no more use when a session has ended. */
public interface AccessGrants {
    /** A signed token and when it is no longer good. */
    record Issued(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[until " + expiresAt + "]";
        }
    }

    /** @param epoch of the account: tokens of a smaller one are not good any more */
    Future<Issued> issue(UUID account, UUID session, int epoch, Set<Scope> scopes);

    /** No access token of this session is good from the commit of {@code client}'s transaction on. */
    Future<Void> revoke(SqlClient client, UUID account, UUID session);

    /** This one access token is no longer good from the commit of {@code client}'s transaction on. */
    Future<Void> revoke(SqlClient client, Principal.Grant grant);

    /** No access token that the account has now is good from the commit of {@code client}'s transaction on. */
    Future<Void> revokeAll(SqlClient client, UUID account);
}
