package ai.petty.authorization;

import static java.util.Objects.requireNonNull;

import ai.petty.authorization.Operation.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What one request is about: a pet with its people and its collar, made for this request and for no other. */
record Scene(
        World world,
        UUID account,
        UUID session,
        UUID owner,
        UUID guest,
        UUID petId,
        String serial,
        String collarCredential) {
    private static final AtomicInteger COLLARS = new AtomicInteger(100_000);
    static final String GARDEN = """
            {"kind":"safe","name":"Garden","circle":{"lat":52.520008,"lon":13.404954,"radius_m":60}}""";

    private static final Map<Caller, String> MEMBERS =
            Map.of(Caller.OWNER, "owner", Caller.CARER, "carer", Caller.VIEWER, "viewer", Caller.VET, "vet");

    static Scene of(World world, Caller caller) {
        var serial = freshSerial();
        var credential = "credential-of-" + serial;
        var petId = UUID.fromString(world.sql("""
                        with home as (
                            insert into household (name) values ('') returning household_id
                        )
                        insert into pet (household_id, name) select household_id, 'Rex' from home returning pet_id""").getFirst());
        var account = world.newAccount();
        var members = new EnumMap<Caller, UUID>(Caller.class);
        MEMBERS.forEach((member, role) -> {
            members.put(member, member == caller ? account : world.newAccount());
            join(world, petId, requireNonNull(members.get(member)), role);
        });
        var guest = world.newAccount();
        join(world, petId, guest, "viewer");
        world.sql("""
                insert into member (pet_id, account_id, role, precision, expires_at)
                values (?, ?, 'vet', 'exact', now() - interval '1 day') returning 1""", petId, caller == Caller.FORMER_VET ? account : world.newAccount());
        world.sql("""
                with made as (
                    insert into collar (serial, credential_hash, claim_hash) values (?, ?, '') returning collar_id
                )
                insert into pairing (collar_id, pet_id, valid_from) select collar_id, ?, '-infinity' from made
                returning 1""", serial, sha256(credential), petId);
        var session = UUID.fromString(world.sql("""
                        insert into session (session_id, account_id, scopes, created_at, last_used_at, expires_at)
                        values (gen_random_uuid(), ?, '{}', now(), now(), now() + interval '7 days')
                        returning session_id""", account).getFirst());
        return new Scene(
                world, account, session, requireNonNull(members.get(Caller.OWNER)), guest, petId, serial, credential);
    }

    private static void join(World world, UUID petId, UUID account, String role) {
        world.sql(
                "insert into member (pet_id, account_id, role, precision) values (?, ?, ?, 'exact') returning 1",
                petId,
                account,
                role);
    }

    static String freshSerial() {
        return "AZ-" + COLLARS.incrementAndGet();
    }

    Request invitation() {
        // One address is sent no more than ten a day.
        return Request.post(pet("/invitations"), """
                {"email":"guest-of-%s@petty.example","role":"viewer"}""".formatted(petId));
    }

    Request zone() {
        return Request.post(pet("/zones"), GARDEN);
    }

    static Request newCollar(String serial) {
        return Request.post("/v2/admin/collars", """
                {"serial":"%s"}""".formatted(serial));
    }

    /** What is answered when the pet's owner, who is an administrator as well, asks for this first. */
    String made(Request request, String field) {
        return world.ask(this, owner, request).getString(field);
    }

    /** A reading of the scene's collar, so that there is a latest one. */
    Scene withReading() {
        world.sql("""
                insert into reading (pairing_id, t, received_at, n, hr, activity)
                select pairing_id, now(), now(), 0, 80, 1 from pairing where pet_id = ? returning 1""", petId);
        return this;
    }

    /** What an alert of the pet is called, that is open. */
    String alert() {
        world.sql("""
                insert into alert (pairing_id, rule, since_t, pet_id, opened_at, evidence, changed_at)
                select pairing_id, 4, 'epoch', pet_id, now(), '{}', now() from pairing where pet_id = ? returning 1""", petId);
        var pairing = world.sql("select pairing_id from pairing where pet_id = ?", petId)
                .getFirst();
        return "alr_" + Long.toString(Long.parseLong(pairing), Character.MAX_RADIX) + "_4_0";
    }

    /** The name of an event of the scene's pet. */
    String event() {
        return "evt_"
                + world.sql("""
                        with found as (
                            insert into episode (pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence)
                            select pairing_id, timestamptz '2026-03-01 10:00Z', 5, timestamptz '2026-03-01 10:10Z', false, 0.8, 1,
                                'rules', '{}'
                            from pairing where pet_id = ?
                            returning pairing_id, from_t)
                        select pairing_id || ' ' || (extract(epoch from from_t) * 1000000)::bigint from found""", petId).stream()
                        .map(found -> found.split(" ", 2))
                        .map(found -> base36(found[0]) + "_5_" + base36(found[1]))
                        .findFirst()
                        .orElseThrow();
    }

    private static String base36(String number) {
        return Long.toString(Long.parseLong(number), Character.MAX_RADIX);
    }

    String pet(String rest) {
        return "/v2/pets/" + petId + rest;
    }

    /** As a question for history wants it. */
    static String lastHour() {
        return "?from=" + Instant.now().minusSeconds(3_600) + "&to="
                + Instant.now().plusSeconds(3_600);
    }

    static String now() {
        return Instant.now().toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
