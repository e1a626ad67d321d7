import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipFile;

/**
 * Run from source by ./mvnw: fetches a Maven distribution, checks its SHA-256 and unpacks it into a folder.
 * In Java because a JDK is the one thing that is certainly there: small images have no curl, wget, unzip or shasum.
 * Proxies are given the way Maven takes them, in MAVEN_OPTS: -Dhttps.proxyHost=… -Dhttps.proxyPort=…
 */
void main(String[] args) throws Exception {
    var url = URI.create(args[0]);
    var sha256 = args[1];
    var home = Path.of(args[2]).toAbsolutePath();
    Files.createDirectories(home.getParent());
    var work = Files.createTempDirectory(home.getParent(), "fetching-");
    var failure = "";
    try {
        var zip = work.resolve("maven.zip");
        var found = fetch(url, zip);
        if (found.equalsIgnoreCase(sha256)) {
            var unpacked = work.resolve("unpacked");
            unpack(zip, unpacked);
            move(unpacked, home);
        } else {
            failure = "it has SHA-256 " + found + ", expected " + sha256;
        }
    } catch (IOException e) {
        failure = e.toString();
    } finally {
        delete(work);
    }
    if (!failure.isEmpty()) {
        System.err.println("mvnw: cannot take Maven from " + url + ": " + failure
                + ". Install Maven 3.8.7 or newer, or set MVNW_REPOURL to a mirror.");
        System.exit(1);
    }
}

String fetch(URI url, Path zip) throws Exception {
    var connection = url.toURL().openConnection();
    connection.setConnectTimeout(20_000);
    connection.setReadTimeout(60_000);
    var digest = MessageDigest.getInstance("SHA-256");
    try (var in = new DigestInputStream(connection.getInputStream(), digest)) {
        Files.copy(in, zip);
    }
    return HexFormat.of().formatHex(digest.digest());
}

/** The distribution's own top folder is left out. */
void unpack(Path zip, Path into) throws IOException {
    try (var file = new ZipFile(zip.toFile())) {
        for (var entry : file.stream().toList()) {
            var name = entry.getName().substring(entry.getName().indexOf('/') + 1);
            var target = into.resolve(name).normalize();
            if (!target.startsWith(into)) {
                throw new IOException("an entry outside the archive: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            try (var in = file.getInputStream(entry)) {
                Files.copy(in, target);
            }
        }
    }
    into.resolve("bin/mvn").toFile().setExecutable(true, false);
}

/** One rename, so that a half-unpacked Maven is never found; who comes second keeps the first one's. */
void move(Path unpacked, Path home) throws IOException {
    try {
        Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
        if (!Files.isExecutable(home.resolve("bin/mvn"))) {
            throw e;
        }
    }
}

void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
        for (var path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
            Files.deleteIfExists(path);
        }
    }
}
