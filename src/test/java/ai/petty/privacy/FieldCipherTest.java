package ai.petty.privacy;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.config.Secret;
import ai.petty.privacy.FieldCipher.Place;
import ai.petty.secrets.SecretMissing;
import ai.petty.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FieldCipherTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Place HERE = new Place("account", "email", "7");
    private static final String SECRET_NAME = "petty/test/pii-keys";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final MemorySecrets secrets = new MemorySecrets();
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final InstantSource clock = time::get;

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    private static PettyConfig config(Map<String, String> settings) {
        var request = ConfigLoader.Request.of(Map.of()).withProfile("test");
        for (var setting : settings.entrySet()) {
            request = request.withOverride(setting.getKey(), setting.getValue());
        }
        return ConfigLoader.load(request);
    }

    private Future<FieldKeyRing> ring(Map<String, String> settings) {
        return FieldKeyRing.open(vertx, secrets, config(settings), DATABASE.open(vertx), clock);
    }

    private FieldKeyRing ring() {
        return await(ring(Map.of()));
    }

    @Test
    void what_was_sealed_opens_at_its_own_place_only() {
        var cipher = ring().cipher();
        var envelope = cipher.seal("anna@example.com", HERE);
        assertThat(cipher.open(envelope, HERE)).isEqualTo("anna@example.com");
        for (var other : new Place[] {
            new Place("account", "email", "8"),
            new Place("account", "name", "7"),
            new Place("member", "email", "7"),
            // the same letters, cut elsewhere
            new Place("account", "emai", "l7"),
            new Place("accounte", "mail", "7")
        }) {
            assertThatThrownBy(() -> cipher.open(envelope, other))
                    .isInstanceOf(UnreadableField.class)
                    .hasMessageNotContaining("anna");
        }
    }

    @Test
    void every_single_altered_or_missing_byte_is_noticed() {
        var cipher = ring().cipher();
        var envelope = cipher.seal("Anna", HERE);
        for (var i = 0; i < envelope.length; i++) {
            var altered = envelope.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> cipher.open(altered, HERE)).isInstanceOf(UnreadableField.class);
            var cut = Arrays.copyOf(envelope, i);
            assertThatThrownBy(() -> cipher.open(cut, HERE)).isInstanceOf(UnreadableField.class);
        }
    }

    @Test
    void the_same_value_never_looks_the_same_twice_and_does_not_show() {
        var cipher = ring().cipher();
        var seen = new HashSet<String>();
        for (var i = 0; i < 1_000; i++) {
            var envelope = cipher.seal("Anna", HERE);
            assertThat(new String(envelope, StandardCharsets.ISO_8859_1)).doesNotContain("Anna");
            assertThat(seen.add(Arrays.toString(Envelope.of(envelope).nonce()))).isTrue();
        }
    }

    @Test
    void an_index_finds_the_same_value_of_the_same_purpose_and_nothing_else() {
        var cipher = ring().cipher();
        assertThat(cipher.index("account.email", "a@b.c"))
                .hasSize(32)
                .isEqualTo(cipher.index("account.email", "a@b.c"))
                .isNotEqualTo(cipher.index("account.email", "a@b.d"))
                .isNotEqualTo(cipher.index("account.phone", "a@b.c"))
                .isNotEqualTo(cipher.index("account.emaila", "@b.c"));
    }

    @Test
    void two_processes_that_start_together_make_one_set_of_keys() {
        var opened = new ArrayList<Future<FieldKeyRing>>();
        for (var i = 0; i < 4; i++) {
            opened.add(ring(Map.of()));
        }
        await(Future.join(opened));
        assertThat(secrets.puts).hasValue(1);
        var envelope = opened.getFirst().result().cipher().seal("Anna", HERE);
        opened.forEach(
                ring -> assertThat(ring.result().cipher().open(envelope, HERE)).isEqualTo("Anna"));
    }

    @Test
    void no_keys_are_made_where_the_configuration_does_not_let_them() {
        assertThatThrownBy(() -> await(ring(Map.of("secrets.store", "aws")))).isInstanceOf(SecretMissing.class);
        assertThat(secrets.puts).hasValue(0);
        await(ring(Map.of("secrets.store", "aws", "secrets.make-missing", "true")));
        assertThat(secrets.puts).hasValue(1);
    }

    @Test
    void a_next_key_is_used_from_its_time_on_and_old_envelopes_still_open() {
        var before = ring().cipher().seal("Anna", HERE);
        rotate(NOW.plusSeconds(600));
        var cipher = ring().cipher();
        assertThat(keyOf(cipher.seal("Anna", HERE))).isEqualTo(keyOf(before));
        time.set(NOW.plusSeconds(600));
        assertThat(keyOf(cipher.seal("Anna", HERE))).isNotEqualTo(keyOf(before));
        assertThat(cipher.open(before, HERE)).isEqualTo("Anna");
    }

    @Test
    void the_store_is_asked_again_as_time_goes_by() {
        var ring = await(ring(Map.of("secrets.ttl", "200ms", "secrets.refresh-ahead", "50ms")));
        var cipher = ring.cipher();
        var before = keyOf(cipher.seal("Anna", HERE));
        secrets.away = true;
        var asked = secrets.questions.get();
        await().until(() -> secrets.questions.get() > asked + 1);
        assertThat(keyOf(cipher.seal("Anna", HERE))).isEqualTo(before);
        secrets.away = false;
        rotate(NOW);
        await().until(() -> !keyOf(cipher.seal("Anna", HERE)).equals(before));
        await(ring.close());
    }

    @Test
    void an_unknown_key_makes_the_store_be_asked_once_and_the_next_try_opens() {
        var behind = ring().cipher();
        rotate(NOW);
        var envelope = ring().cipher().seal("Anna", HERE);
        var asked = secrets.questions.get();
        for (var i = 0; i < 100; i++) {
            try {
                behind.open(envelope, HERE);
            } catch (UnreadableField e) {
                assertThat(e).hasMessageContaining("not known");
            }
        }
        await().untilAsserted(() -> assertThat(behind.open(envelope, HERE)).isEqualTo("Anna"));
        assertThat(secrets.questions).hasValue(asked + 1);
    }

    @Test
    void a_broken_secret_is_refused_without_quoting_it_and_keys_do_not_print() {
        for (var text : new String[] {
            "hunter2",
            "{\"active\":\"hunter2\"}",
            "{\"active\":\"a\",\"keys\":{\"a\":\"hunter2\"},\"index\":\"hunter2\"}",
            "{\"active\":1,\"keys\":{\"a\":\"hunter2\"},\"index\":\"hunter2\"}",
            "{\"active\":\"a\",\"keys\":\"hunter2\",\"index\":\"hunter2\"}"
        }) {
            assertThatThrownBy(() -> FieldKeys.parse(new Secret(text)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessageNotContaining("hunter2");
        }
        var keys = FieldKeys.fresh(new SecureRandom());
        assertThat(keys).hasToString("FieldKeys[1 keys]");
        var round = FieldKeys.parse(keys.text());
        assertThat(round.text()).isEqualTo(keys.text());
    }

    private void rotate(Instant from) {
        var current = FieldKeys.parse(await(secrets.current(SECRET_NAME)).text());
        await(secrets.put(
                SECRET_NAME,
                current.withNext(new SecureRandom(), NOW, from).text().value()));
    }

    private static String keyOf(byte[] envelope) {
        return Envelope.of(envelope).keyId();
    }
}
