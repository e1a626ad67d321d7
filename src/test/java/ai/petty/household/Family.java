package ai.petty.household;

import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A server with a mailbox and an administrator, and people who share pets on it. */
final class Family implements AutoCloseable {
    private static final String ADMINISTRATOR = "root@example.com";
    private static final Pattern TOKEN = Pattern.compile("invitations#token=([A-Za-z0-9_-]{43})");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger SERIALS = new AtomicInteger();

    final GreenMail mailbox = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    final PettyTestServer server;
    final TestPerson administrator;

    Family() {
        this(Map.of());
    }

    Family(Map<String, String> settings) {
        mailbox.start();
        var all = new HashMap<>(Map.of(
                "mail.transport", "smtp",
                "mail.host", "127.0.0.1",
                "mail.port", String.valueOf(mailbox.getSmtp().getPort()),
                "mail.tls", "disabled",
                "identity.administrators", ADMINISTRATOR,
                "live.poll-interval", "100ms",
                "limits.sign-in.burst", "10000",
                "limits.sign-in.per-second", "1000"));
        all.putAll(settings);
        server = PettyTestServer.start(all);
        var root = TestPerson.at(server.baseUri(), ADMINISTRATOR);
        root.with(root.register().json(201));
        verify(root);
        administrator = root.with(root.login(TestPerson.PASSWORD).json(200));
    }

    /** Somebody whose address is proved. */
    TestPerson person() {
        var person = TestPerson.registered(server);
        verify(person);
        return person;
    }

    private void verify(TestPerson person) {
        server.sql("update account set verified_at = now() where account_id = ? returning 1", person.accountId());
    }

    UUID pet(TestPerson owner) {
        var pet = owner.post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog"))
                .json(201);
        return UUID.fromString(pet.getString("pet_id"));
    }

    /** Somebody with this role, come by an invitation. */
    TestPerson member(TestPerson owner, UUID pet, String role, JsonObject terms) {
        var member = person();
        invite(owner, pet, member, role, terms).json(201);
        member.post("/v2/invitations/accept", JsonObject.of("token", token(member)))
                .json(200);
        return member;
    }

    TestPerson.Answer invite(TestPerson owner, UUID pet, TestPerson guest, String role, JsonObject terms) {
        var body = JsonObject.of("email", guest.email(), "role", role).mergeIn(terms);
        if (role.equals("vet") && !body.containsKey("member_expires_at")) {
            body.put(
                    "member_expires_at", Instant.now().plus(Duration.ofDays(30)).toString());
        }
        return owner.post("/v2/pets/" + pet + "/invitations", body);
    }

    /** What the newest invitation to somebody brings. */
    String token(TestPerson guest) {
        await().atMost(PATIENCE).until(() -> !invitationsTo(guest).isEmpty());
        return invitationsTo(guest).getLast();
    }

    private List<String> invitationsTo(TestPerson guest) {
        return Arrays.stream(mailbox.getReceivedMessagesForDomain(guest.email()))
                .map(mail ->
                        GreenMailUtil.getBody(mail).replaceAll("=\\r?\\n", "").replace("=3D", "="))
                .flatMap(text -> TOKEN.matcher(text).results().map(found -> found.group(1)))
                .toList();
    }

    /** A collar of the inventory, with its claim code. */
    JsonObject collar() {
        var serial = "FC-" + (100_000 + SERIALS.incrementAndGet());
        return administrator
                .post("/v2/admin/collars", JsonObject.of("serial", serial))
                .json(201);
    }

    /** The credential of a collar that has just been put on the pet. */
    String pair(TestPerson owner, UUID pet, JsonObject collar) {
        return owner.post("/v2/pets/" + pet + "/collars", collar).json(201).getString("credential");
    }

    JsonArray audited(String action) {
        await().until(() ->
                !server.sql("select action from audit where action = ?", action).isEmpty());
        return new JsonArray(server.sql("select object from audit where action = ?", action));
    }

    static String at(UUID pet, String rest) {
        return "/v2/pets/" + pet + rest;
    }

    @Override
    public void close() {
        server.close();
        mailbox.stop();
    }
}
