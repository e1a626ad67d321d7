package ai.petty.app;

import ai.petty.client.AccountClient;
import ai.petty.client.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The demo's own account with its pets and paired collars. It is made through the API like anybody's; only the codes that
 * would lie in the collars' boxes come from the inside. Blocks.
 */
final class DemoHousehold {
    private static final List<String> NAMES = List.of("Rex", "Luna", "Bella", "Max", "Milo", "Nala", "Bruno", "Frida");
    private static final int PASSWORD_BYTES = 12;
    private static final int UNAUTHORIZED = 401;

    private final AccountClient account;
    private final Path file;
    private final Instant wornSince;
    private final Function<String, Future<String>> claimCodes;

    /**
     * Who lives there now.
     *
     * @param serialToCredential of this run: each start gives every collar a new one
     * @param petIds in the order of the serials that were asked for
     */
    record Residents(String email, String password, Map<String, String> serialToCredential, List<String> petIds) {
        /** Never prints the password or a credential. */
        @Override
        public String toString() {
            return "Residents[" + email + ", " + serialToCredential.keySet() + "]";
        }
    }

    /**
     * @param file where the account's password is kept between runs
     * @param wornSince since when the pets wear them: simulated collars begin in the past
     * @param claimCodes the code of a collar that belongs to nobody, by its serial
     */
    DemoHousehold(AccountClient account, Path file, Instant wornSince, Function<String, Future<String>> claimCodes) {
        this.account = account;
        this.file = file;
        this.wornSince = wornSince;
        this.claimCodes = claimCodes;
    }

    Residents moveIn(List<String> serials) throws IOException {
        var login = login();
        signIn(login.getString("email"), login.getString("password"));
        var pets = join(account.get("/v2/pets")).getJsonArray("pets");
        var credentials = new HashMap<String, String>();
        var petIds = new ArrayList<String>();
        for (var i = 0; i < serials.size(); i++) {
            var serial = serials.get(i);
            var wearer = petWith(pets, serial);
            var petId = wearer.orElseGet(() -> newPet(NAMES.get(petIds.size() % NAMES.size())));
            petIds.add(petId);
            credentials.put(serial, wearer.isPresent() ? rotate(petId, serial) : pair(petId, serial));
        }
        if (petIds.isEmpty()) {
            petIds.add(newPet(NAMES.getFirst()));
        }
        return new Residents(login.getString("email"), login.getString("password"), credentials, petIds);
    }

    private JsonObject login() throws IOException {
        if (!Files.exists(file)) {
            var password = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(password);
            var login = JsonObject.of(
                    "email",
                    "demo@petty.example",
                    "password",
                    Base64.getUrlEncoder().encodeToString(password));
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, login.encode(), StandardOpenOption.WRITE);
        }
        return new JsonObject(Files.readString(file));
    }

    private void signIn(String email, String password) {
        try {
            join(account.signIn(email, password));
        } catch (RequestRefused refused) {
            if (refused.status() != UNAUTHORIZED) {
                throw refused;
            }
            join(account.register(email, password)); // the first run on this data
        }
    }

    private static Optional<String> petWith(JsonArray pets, String serial) {
        return pets.stream()
                .map(JsonObject.class::cast)
                .filter(pet -> pet.getJsonArray("collars").stream()
                        .anyMatch(collar -> serial.equals(((JsonObject) collar).getString("collar_id"))))
                .map(pet -> pet.getString("pet_id"))
                .findFirst();
    }

    private String newPet(String name) {
        return join(account.post("/v2/pets", JsonObject.of("name", name, "species", "dog")))
                .getString("pet_id");
    }

    private String pair(String petId, String serial) {
        var claim = JsonObject.of(
                "serial", serial, "claim_code", join(claimCodes.apply(serial)), "worn_since", wornSince.toString());
        var paired = join(account.post("/v2/pets/" + petId + "/collars", claim));
        // The first answer was lost on its way, and it alone held the credential.
        return paired.containsKey("credential") ? paired.getString("credential") : rotate(petId, serial);
    }

    private String rotate(String petId, String serial) {
        return join(account.post("/v2/pets/" + petId + "/collars/" + serial + "/rotate", new JsonObject()))
                .getString("credential");
    }

    private static <T> T join(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
