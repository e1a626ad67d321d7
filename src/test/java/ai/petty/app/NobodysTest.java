package ai.petty.app;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Principal;
import ai.petty.identity.Visitor;
import ai.petty.identity.account.LockWaits;
import ai.petty.problem.Refusal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is nobody's any more goes, and what is somebody's stays: pets without owners, accounts that nobody came back to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NobodysTest {
    /** By then every session and every mail of a registration is over. */
    private static final Duration LATER = Duration.ofDays(9);

    private final PettyTestServer server = PettyTestServer.start(settings());

    private static Map<String, String> settings() {
        var settings = new HashMap<>(LaterProcess.NO_MAIL);
        settings.put("identity.unverified-sign-in", "false");
        settings.put("database.statement-timeout", "60s");
        settings.put("evaluation.lease", "10m");
        return settings;
    }

    @AfterAll
    void close() {
        server.close();
    }

    private TestPerson verified() {
        var person = TestPerson.registered(server);
        server.sql("update account set verified_at = now() where account_id = ? returning 1", person.accountId());
        return person;
    }

    private static UUID pet(TestPerson owner) {
        return UUID.fromString(owner.post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog"))
                .json(201)
                .getString("pet_id"));
    }

    private boolean isErased(UUID pet) {
        return server.sql("select erased_at is not null from pet where pet_id = ?", pet)
                .equals(List.of("t"));
    }

    private boolean isThere(TestPerson person) {
        return !server.sql("select 1 from account where account_id = ?", person.accountId())
                .isEmpty();
    }

    private void eraseAbandoned(Duration later) {
        try (var process = new LaterProcess(server, later)) {
            await(process.erasure.eraseAbandoned());
        }
    }

    @Test
    void ofTwoOwnersWhoAreErasedAtOnceTheSecondTakesThePetAlong() {
        var ada = verified();
        var bob = verified();
        var pet = pet(ada);
        pet(bob);
        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'owner') returning 1",
                pet,
                bob.accountId());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> both;
            try (var held = LockWaits.hold(
                    server,
                    "select 1 from household where account_id in (?, ?) for update",
                    ada.accountId(),
                    bob.accountId())) {
                both = List.of(
                        CompletableFuture.supplyAsync(() -> ada.delete("/v2/me").status(), threads),
                        CompletableFuture.supplyAsync(() -> bob.delete("/v2/me").status(), threads));
                held.awaitWaiting(2);
            }
            assertThat(both.stream().map(CompletableFuture::join)).containsOnly(204);
        }

        assertThat(server.sql("select 1 from member where pet_id = ?", pet)).isEmpty();
        assertThat(isErased(pet)).isTrue();
    }

    @Test
    void aPetThatNobodyOwnsIsErasedByAndBy() {
        var ada = verified();
        var owned = pet(ada);
        var ownerless = pet(ada);
        server.sql("update member set role = 'carer' where pet_id = ? returning 1", ownerless);

        try (var process = new LaterProcess(server, Duration.ofMinutes(1))) {
            await(process.erasure.eraseOwnerless());
        }
        assertThat(isErased(ownerless)).isFalse();
        try (var process = new LaterProcess(server, LATER)) {
            await(process.erasure.eraseOwnerless());
        }

        assertThat(isErased(ownerless)).isTrue();
        assertThat(isErased(owned)).isFalse();
        ada.get("/v2/pets/" + ownerless).refused(404, "pet.unknown");
    }

    @Test
    void whoNeverConfirmedAndNeverCameBackIsErasedAndTheOthersAreNot() {
        var owner = verified();
        var claim = TestPerson.registered(server);
        eraseAbandoned(Duration.ofDays(2));
        assertThat(isThere(claim)).as("its session is open").isTrue();

        eraseAbandoned(LATER);

        assertThat(isThere(claim)).isFalse();
        assertThat(isThere(owner)).isTrue();
    }

    @Test
    void aClaimWhoseMailIsOutIsNotErased() {
        var claim = TestPerson.registered(server);
        server.sql("""
                insert into mail_token (token_hash, account_id, purpose, expires_at)
                values (?, ?, 'reset', now() + interval '10 days') returning 1""", OpaqueToken.fresh().hash(), claim.accountId());

        eraseAbandoned(LATER);

        assertThat(isThere(claim)).isTrue();
    }

    @Test
    void aClaimWithPetsIsWrittenToAndErasedAFortnightAfterThat() {
        var claim = TestPerson.registered(server);
        var pet = pet(claim);

        eraseAbandoned(LATER);
        assertThat(server.sql("select template from mail where account_id = ?", claim.accountId()))
                .contains("ACCOUNT_ENDING");
        eraseAbandoned(LATER.plusDays(13));
        assertThat(isThere(claim)).isTrue();
        assertThat(isErased(pet)).isFalse();
        eraseAbandoned(LATER.plusDays(15));

        assertThat(isThere(claim)).isFalse();
        assertThat(isErased(pet)).isTrue();
    }

    @Test
    void whoComesBackWhileOthersAreErasedKeepsTheAccount() {
        var claim = TestPerson.registered(server);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> upkeep;
            try (var held = LockWaits.hold(
                    server, "select 1 from account where account_id = ? for update", claim.accountId())) {
                upkeep = CompletableFuture.runAsync(() -> eraseAbandoned(LATER), threads);
                held.awaitWaiting(1);
                held.run("update account set verified_at = now() where account_id = ?", claim.accountId());
            }
            upkeep.join();
        }

        assertThat(isThere(claim)).isTrue();
    }

    @Test
    void aTokenOfAnotherIssuerErasesWhileItIsFresh() {
        var account = UUID.randomUUID();
        server.sql(
                "insert into account (account_id, issuer, subject) values (?, 'https://other.example', ?) returning 1",
                account,
                account.toString());
        try (var process = new LaterProcess(server, Duration.ZERO)) {
            var accounts = process.accounts();
            await(accounts.requireFresh(account, issued(Duration.ofMinutes(9)), "account.erased", Visitor.NOBODY));
            for (var old : List.of(issued(Duration.ofMinutes(11)), issued(Optional.empty()))) {
                assertThatThrownBy(() -> await(accounts.requireFresh(account, old, "account.erased", Visitor.NOBODY)))
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.code()).isEqualTo("auth.sign_in_again"));
            }
        }
    }

    private static Optional<Principal.Grant> issued(Duration ago) {
        return issued(Optional.of(Instant.now().minus(ago)));
    }

    private static Optional<Principal.Grant> issued(Optional<Instant> at) {
        return Optional.of(new Principal.Grant(
                "jti",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                at,
                Instant.now().plus(Duration.ofHours(1))));
    }
}
