package ai.petty.secrets;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * Secrets in files of a folder that only its owner may enter: for the demo and the tests. One file holds one secret with
 * its versions and is replaced whole, so that a reader sees the old one or the new one. Processes that share the folder
 * take turns writing.
 */
public final class DirectorySecretStore implements SecretStore {
    private static final Set<PosixFilePermission> OWNER_ENTERS = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> OWNERS_FOLDER = PosixFilePermissions.asFileAttribute(OWNER_ENTERS);
    private static final FileAttribute<?> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** As AWS allows, and no part that starts with a dot: {@code ..} leads out, and our own files start so. */
    private static final Pattern SAFE_NAME = Pattern.compile(
            "[A-Za-z0-9_+=@-][A-Za-z0-9_+=.@-]{0,127}(?:/[A-Za-z0-9_+=@-][A-Za-z0-9_+=.@-]{0,127}){0,7}");

    /** A lock on a file is the whole process's: within it threads take turns here. */
    private static final Object TURN = new Object();

    private final Vertx vertx;
    private final Path directory;

    private DirectorySecretStore(Vertx vertx, Path directory) {
        this.vertx = vertx;
        this.directory = directory;
    }

    /** Makes the folder when there is none and shuts it to others when it is open to them. */
    public static Future<DirectorySecretStore> open(Vertx vertx, Path directory) {
        var absolute = directory.toAbsolutePath().normalize();
        return blocking(vertx, "The folder of the secrets cannot be made", () -> {
            Files.createDirectories(absolute, OWNERS_FOLDER);
            Files.setPosixFilePermissions(absolute, OWNER_ENTERS);
            return new DirectorySecretStore(vertx, absolute);
        });
    }

    @Override
    public Future<SecretVersion> get(String name, Stage stage) {
        return blocking(vertx, "The secret " + name + " cannot be read", () -> {
            var file = file(name);
            if (!Files.exists(file)) {
                throw new SecretMissing(name);
            }
            return KeptSecret.parse(name, Files.readString(file)).in(stage);
        });
    }

    @Override
    public Future<SecretVersion> put(String name, String text) {
        return blocking(vertx, "The secret " + name + " cannot be written", () -> {
            var file = file(name);
            Files.createDirectories(file.getParent(), OWNERS_FOLDER);
            synchronized (TURN) {
                try (var lock = lockFile()) {
                    lock.lock(); // until the file is closed
                    var before =
                            Files.exists(file) ? KeptSecret.parse(name, Files.readString(file)) : KeptSecret.none(name);
                    var after = before.with(text);
                    replace(file, after.print());
                    return after.in(Stage.AWSCURRENT);
                }
            }
        });
    }

    private FileChannel lockFile() throws IOException {
        return FileChannel.open(
                directory.resolve(".lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNERS_FILE);
    }

    /** On the disk before it takes the other's place: a power cut must not leave an empty file where keys were. */
    private static void replace(Path file, String content) throws IOException {
        var draft = Files.createTempFile(file.getParent(), ".new-", ".json", OWNERS_FILE);
        try {
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Path file(String name) {
        if (!SAFE_NAME.matcher(name).matches()) {
            throw SecretStoreException.refused("A secret cannot have the name " + name);
        }
        return directory.resolve(name + ".json");
    }

    /** The failure's own text may hold what was read: only its kind is told. */
    private static <T> Future<T> blocking(Vertx vertx, String failure, Callable<T> work) {
        return vertx.executeBlocking(work, false)
                .map(Objects::<T>requireNonNull)
                .recover(cause -> Future.failedFuture(
                        cause instanceof SecretMissing || cause instanceof SecretStoreException
                                ? cause
                                : new SecretStoreException(
                                        failure + ": " + cause.getClass().getSimpleName(), null)));
    }
}
