package ai.petty.app;

import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.identity.session.AccessGrants;
import ai.petty.identity.tokens.AccessTokens;
import ai.petty.identity.tokens.Revocations;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Set;
import java.util.UUID;

/** Gives sessions their access tokens, and takes them back. */
record TokenGrants(AccessTokens tokens, Revocations revocations) implements AccessGrants {
    @Override
    public Future<Issued> issue(UUID account, UUID session, int epoch, Set<Scope> scopes) {
        return tokens.issue(account, session, scopes, epoch)
                .map(issued -> new Issued(issued.token(), issued.expiresAt()));
    }

    @Override
    public Future<Void> revoke(SqlClient client, UUID account, UUID session) {
        return revocations.revokeSession(client, session);
    }

    @Override
    public Future<Void> revoke(SqlClient client, Principal.Grant grant) {
        return revocations.revokeToken(client, grant);
    }

    @Override
    public Future<Void> revokeAll(SqlClient client, UUID account) {
        return revocations.revokeAccount(client, account);
    }
}
