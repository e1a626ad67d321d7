package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No secret is in the tree, in its history or in the jar; and one that were there would be found. */
class SecretScanTest {
    private static final Path ROOT = Path.of(".");

    /** Always the same, so that a miss can be looked at. Nothing planted stands in a source file whole. */
    private static final Random RANDOM = new Random(20_261_123);

    @TempDir
    private Path directory = ROOT;

    private static byte[] random(int bytes) {
        var array = new byte[bytes];
        RANDOM.nextBytes(array);
        return array;
    }

    private static String base64(int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(bytes));
    }

    private static String letters(String prefix, int length, String alphabet) {
        var text = new StringBuilder(prefix);
        RANDOM.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }

    static List<String> planted() throws NoSuchAlgorithmException {
        var key = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        var claims = Base64.getUrlEncoder().withoutPadding();
        var word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        return List.of(
                letters("AKIA", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
                "-----BEGIN PRIVATE " + "KEY-----\n" + Base64.getMimeEncoder().encodeToString(key),
                "var pem = \"-----BEGIN RSA PRIVATE " + "KEY-----\\n\" + \""
                        + Base64.getEncoder().encodeToString(key),
                claims.encodeToString("{\"alg\":\"RS256\",\"kid\":\"1\"}".getBytes(StandardCharsets.UTF_8)) + "."
                        + claims.encodeToString("{\"sub\":\"0123456789\"}".getBytes(StandardCharsets.UTF_8)) + "."
                        + base64(256),
                letters("ghp_", 36, word),
                letters("sk_" + "live_", 24, word),
                "url: postgresql://petty:" + base64(15) + "@db.internal/petty",
                "password: " + base64(24),
                "\"smtp_password\": \"" + base64(24) + "\"",
                "PETTY_MAIL_PASSWORD=" + base64(24),
                "private static final String API_KEY = \"" + base64(32) + "\";",
                "-Daws.secretKey=" + base64(30),
                "client_secret = '" + HexFormat.of().formatHex(random(20)) + "'");
    }

    @ParameterizedTest
    @MethodSource("planted")
    void whatIsPlantedIsFoundInAFile(String planted) throws IOException {
        Files.writeString(directory.resolve("notes.yaml"), "first: line\n" + planted + "\nlast: line\n");
        assertThat(SecretScan.inTree(directory))
                .as(planted)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.where()).startsWith("notes.yaml"));
    }

    @Test
    void whatWasRemovedAgainIsFoundInTheHistory() throws Exception {
        var planted = "password: " + base64(24);
        git("init", "-q");
        Files.writeString(directory.resolve("notes.yaml"), planted);
        git("add", ".");
        git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "Add");
        Files.writeString(directory.resolve("notes.yaml"), "password: from the store\n");
        git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qam", "Remove");
        assertThat(SecretScan.inTree(directory)).isEmpty();
        assertThat(SecretScan.inHistory(directory)).hasSize(1);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        var git = new ProcessBuilder(command).directory(directory.toFile()).start();
        assumeTrue(git.waitFor() == 0, "git is here");
    }

    @Test
    void whatIsAConstantInAClassIsFoundInTheJar() throws IOException {
        var jar = directory.resolve("petty.jar");
        var constant = new byte[] {1, 0, 40};
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("ai/petty/Keys.class"));
            zip.write(constant);
            zip.write(letters("AKIA", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").getBytes(StandardCharsets.US_ASCII));
            zip.write(constant);
        }
        assertThat(SecretScan.inJar(jar)).hasSize(1);
    }

    @Test
    void aFindingDoesNotRepeatTheSecret() throws IOException {
        var planted = base64(24);
        Files.writeString(directory.resolve("notes.yaml"), "password: " + planted);
        assertThat(SecretScan.inTree(directory).toString()).doesNotContain(planted);
    }

    @Test
    void namesAndWordsAreNoSecrets() throws IOException {
        Files.writeString(directory.resolve("Code.java"), """
                var passwordHashingParameters = readThePasswordHashingParameters(config);
                String token = requestedAccessTokenOfTheCurrentSession;
                password: ${PETTY_DATABASE_PASSWORD}
                token_id: 3f1c1d1e-6c6b-4b55-9a0e-3a1f0c2b7d11
                secret: petty/production/api-keys/smtp-password
                url: postgresql://{user}:{password}@db.internal/petty
                """);
        assertThat(SecretScan.inTree(directory)).isEmpty();
    }

    @Test
    void noSecretIsInTheTree() throws IOException {
        assertThat(SecretScan.inTree(ROOT)).isEmpty();
    }

    @Test
    void noSecretIsInTheHistory() throws IOException, InterruptedException {
        assumeTrue(Files.exists(ROOT.resolve(".git")), "this is a git checkout");
        assertThat(SecretScan.inHistory(ROOT)).isEmpty();
    }

    /** Of the build before this one; {@code .ci/run} looks into the one that it made. */
    @Test
    void noSecretIsInTheJar() throws IOException {
        var jar = Path.of("target/petty.jar");
        assumeTrue(Files.exists(jar), "there is a jar");
        assertThat(SecretScan.inJar(jar)).isEmpty();
    }
}
