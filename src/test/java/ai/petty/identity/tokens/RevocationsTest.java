package ai.petty.identity.tokens;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final UUID ACCOUNT = new UUID(1, 2);
    private static final UUID SESSION = new UUID(3, 4);

    private TokenHouse house = new TokenHouse(Map.of(), Instant.now());

    @AfterEach
    void close() {
        house.close();
    }

    private void restart(String poll) {
        house.close();
        house = new TokenHouse(Map.of("identity.revocation-poll", poll), Instant.now());
    }

    @Test
    void whatIsRevokedIsCoveredAndNothingElse() {
        var target = opened();
        var mine = person("a", SESSION, 3);
        assertThat(target.covers(mine)).isFalse();
        commit(in -> target.revokeToken(in, grant("a", SESSION, 3)));
        await(target.catchUp());
        assertThat(target.covers(mine)).isTrue();
        assertThat(target.covers(person("b", SESSION, 3))).isFalse();
        commit(in -> target.revokeSession(in, SESSION));
        await(target.catchUp());
        assertThat(target.covers(person("b", SESSION, 3))).isTrue();
        assertThat(target.covers(person("b", new UUID(5, 6), 3))).isFalse();
        house.postgres.execute("insert into account (account_id, epoch) values (?, 4)", ACCOUNT);
        commit(in -> target.revokeAccount(in, ACCOUNT));
        await(target.catchUp());
        assertThat(target.covers(person("b", new UUID(5, 6), 3))).isTrue();
        assertThat(target.covers(person("b", new UUID(5, 6), 4))).isFalse();
        assertThat(target.covers(new Principal.Anonymous())).isFalse();
        assertThat(target.covers(new Principal.Person(ACCOUNT, Set.of(), Optional.empty())))
                .isFalse();
    }

    @Test
    void anotherIssuersTokenIsOldByItsTime() {
        var target = opened();
        commit(in -> target.revokeAccount(in, ACCOUNT));
        await(target.catchUp());
        assertThat(target.covers(foreign(Optional.of(Instant.now().minusSeconds(60)))))
                .isTrue();
        assertThat(target.covers(foreign(Optional.of(Instant.now().plusSeconds(60)))))
                .isFalse();
        assertThat(target.covers(foreign(Optional.empty()))).isTrue();
    }

    @Test
    void anotherProcessIsToldAtOnce() {
        restart("1h");
        var one = opened();
        var other = opened();
        // The first connection to listen on may come a moment later than the start.
        await().until(() -> listeners() == 2);
        commit(in -> one.revokeSession(in, SESSION));
        await().until(() -> other.covers(person("a", SESSION, 0)) && one.covers(person("a", SESSION, 0)));
    }

    @Test
    void anotherProcessLearnsItByAskingWhenNobodyTellsIt() {
        restart("100ms");
        var other = opened();
        house.postgres.execute(
                "insert into revocation (kind, subject, expires_at) values ('session', ?, now() + interval '1 minute')",
                SESSION.toString());
        await().until(() -> other.covers(person("a", SESSION, 0)));
    }

    @Test
    void itListensAgainAfterItsConnectionWasCut() {
        restart("1h");
        var one = opened();
        await().until(() -> listeners() == 1);
        house.postgres.texts("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'");
        await().until(() -> listeners() == 1);
        commit(in -> one.revokeSession(in, SESSION));
        await().until(() -> one.covers(person("a", SESSION, 0)));
    }

    @Test
    void whatIsCommittedLateIsStillSeen() {
        var target = opened();
        var begun = Promise.<Void>promise();
        var mayCommit = Promise.<Void>promise();
        var late = house.database.transact(
                in -> target.revokeSession(in, SESSION).onComplete(begun).compose(added -> mayCommit.future()));
        await(begun.future());
        commit(in -> target.revokeToken(in, grant("other", new UUID(5, 6), 0)));
        await(target.catchUp());
        assertThat(target.covers(person("other", new UUID(5, 6), 0))).isTrue();
        assertThat(target.covers(person("a", SESSION, 0))).isFalse();
        mayCommit.complete();
        await(late);
        await(target.catchUp());
        assertThat(target.covers(person("a", SESSION, 0))).isTrue();
    }

    @Test
    void listenersHearEachRevocationOnce() {
        restart("20ms");
        var target = opened();
        var heard = new CopyOnWriteArrayList<String>();
        target.onRevoked(fresh -> fresh.forEach(one -> heard.add(one.subject())));
        commit(in -> target.revokeCollar(in, "SN-1"));
        commit(in -> target.revokeCollar(in, "SN-2"));
        await(target.catchUp());
        for (var i = 0; i < 10; i++) {
            await(target.catchUp());
        }
        assertThat(heard).containsExactly("SN-1", "SN-2");
    }

    @Test
    void whatIsRolledBackIsNotRevoked() {
        var target = opened();
        house.database
                .transact(in -> target.revokeSession(in, SESSION)
                        .compose(added -> Future.failedFuture(new IllegalStateException("changed my mind"))))
                .otherwiseEmpty()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        await(target.catchUp());
        assertThat(target.covers(person("a", SESSION, 0))).isFalse();
    }

    @Test
    void aProcessThatStartsLaterKnowsEverythingThatIsInForce() {
        house.postgres.execute("insert into revocation (kind, subject, revoked_at, expires_at)"
                + " values ('session', '" + SESSION + "', now() - interval '3 days', now() + interval '1 day'),"
                + " ('token', 'gone', now() - interval '3 days', now() - interval '1 hour')");
        var target = opened();
        assertThat(target.covers(person("a", SESSION, 0))).isTrue();
        assertThat(target.covers(person("gone", new UUID(5, 6), 0))).isFalse();
    }

    @Test
    void whatHasExpiredIsForgotten() {
        var target = opened();
        commit(in -> target.revokeSession(in, SESSION));
        house.postgres.execute("insert into revocation (kind, subject, revoked_at, expires_at)"
                + " values ('token', 'gone', now() - interval '3 days', now() - interval '1 hour')");
        await(target.catchUp());
        house.pass(Duration.ofMinutes(17));
        await(target.prune());
        assertThat(target.covers(person("a", SESSION, 0))).isFalse();
        assertThat(house.postgres.texts("select subject from revocation")).doesNotContain("gone");
    }

    @Test
    void aRevokedTokenIsRefusedAlsoWhenItWasSeenBefore() {
        var keys = house.keys();
        await(keys.open());
        var target = opened();
        var tokens = new AccessTokens(house.config.identity(), keys, TrustedIssuers.NONE, target::covers, house.clock);
        var issued = await(tokens.issue(ACCOUNT, SESSION, Set.of(Scope.PETS_READ), 0));
        var person = (Principal.Person) await(tokens.verify(issued.token()));
        commit(in -> target.revokeToken(in, person.grant().orElseThrow()));
        await(target.catchUp());
        assertThat(tokens.verify(issued.token()).cause())
                .isInstanceOfSatisfying(
                        ai.petty.problem.Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("auth.token_revoked"));
    }

    private Revocations opened() {
        var revocations = house.revocations();
        await(revocations.open());
        return revocations;
    }

    private int listeners() {
        return house.postgres
                .texts("select pid from pg_stat_activity where query like 'listen %' and datname = current_database()")
                .size();
    }

    private void commit(Function<SqlClient, Future<Void>> statements) {
        await(house.database.transact(statements::apply));
    }

    private static Principal foreign(Optional<Instant> issuedAt) {
        var grant =
                new Principal.Grant("x", Optional.empty(), Optional.empty(), Optional.empty(), issuedAt, Instant.MAX);
        return new Principal.Person(ACCOUNT, Set.of(), Optional.of(grant));
    }

    private static Principal person(String tokenId, UUID session, int epoch) {
        return new Principal.Person(ACCOUNT, Set.of(), Optional.of(grant(tokenId, session, epoch)));
    }

    private static Principal.Grant grant(String tokenId, UUID session, int epoch) {
        return new Principal.Grant(
                tokenId,
                Optional.empty(),
                Optional.of(session),
                Optional.of(epoch),
                Optional.empty(),
                Instant.now().plusSeconds(600));
    }
}
