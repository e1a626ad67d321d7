package ai.petty.identity;

import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One secret that opens the demo household, for a person and for any collar. For the demo and test profiles only; it is
 * generated once per data directory and kept in a file that only its owner may read.
 */
public final class HouseholdSecret implements CredentialCheck {
    private static final int SECRET_BYTES = 24;
    /** The account of whoever knows the secret; no row of the database has it. */
    public static final UUID DEMO_ACCOUNT = new UUID(0, 1);

    private static final Principal DEMO_PERSON = new Principal.Person(
            DEMO_ACCOUNT,
            Set.of(Scope.PETS_READ, Scope.PETS_WRITE, Scope.TELEMETRY_WRITE, Scope.FEEDBACK_WRITE),
            Optional.empty());

    private final String secret;
    private final byte[] secretBytes;

    public HouseholdSecret(String secret) {
        this.secret = secret;
        this.secretBytes = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the secret from {@code file}, or makes one there. */
    public static HouseholdSecret keptIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            var bytes = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(bytes);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(bytes), StandardOpenOption.WRITE);
        }
        return new HouseholdSecret(Files.readString(file).strip());
    }

    /** The secret itself, for the one line that prints it at start. */
    public String reveal() {
        return secret;
    }

    @Override
    public Future<Principal> bearer(String token) {
        return matches(token) ? Future.succeededFuture(DEMO_PERSON) : Future.failedFuture(wrong());
    }

    @Override
    public Future<Principal.Collar> collar(String serial, String credential) {
        return matches(credential)
                ? Future.succeededFuture(new Principal.Collar(serial))
                : Future.failedFuture(wrong());
    }

    private static Refusal wrong() {
        return Refusal.of(
                Refusal.Kind.UNAUTHENTICATED,
                "auth.invalid_credential",
                "The credential is not the demo household's secret.");
    }

    /** In constant time, so that the answer's delay tells nothing. */
    private boolean matches(String given) {
        return MessageDigest.isEqual(secretBytes, given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "HouseholdSecret[masked]";
    }
}
