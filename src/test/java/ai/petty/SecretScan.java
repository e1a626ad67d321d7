package ai.petty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Looks for known shapes of secrets in sources, configuration, git history and jars. Needs nothing but a JDK:
 * {@code java src/test/java/ai/petty/SecretScan.java . target/petty.jar}.
 */
public final class SecretScan {
    /** What a shape is called, and how it looks; where there is a group, it alone must be random enough. */
    private record Shape(String name, Pattern pattern) {
        static Shape of(String name, String pattern) {
            return new Shape(name, Pattern.compile(pattern));
        }
    }

    private static final List<Shape> SHAPES = List.of(
            Shape.of("AWS access key id", "\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\\b"),
            Shape.of(
                    "private key",
                    "-----BEGIN (?:[A-Z0-9]{1,10} ){0,3}PRIVATE KEY-----(?:\\s|\\\\n|[\"+,]){0,40}[A-Za-z0-9+/]{32}"),
            Shape.of("JWT", "\\beyJ[A-Za-z0-9_-]{12,}\\.eyJ[A-Za-z0-9_-]{12,}\\.[A-Za-z0-9_-]{20,}"),
            Shape.of("GitHub token", "\\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})"),
            Shape.of("Slack token", "\\bxox[abeoprs]-[A-Za-z0-9-]{20,}"),
            Shape.of("Google API key", "\\bAIza[A-Za-z0-9_-]{35}"),
            Shape.of("Stripe key", "\\b[rs]k_live_[A-Za-z0-9]{20,}"),
            Shape.of("URL with a password", "://[^\\s/:@\"'{}$<]{1,64}:([^\\s/:@\"'{}$<]{12,128})@"),
            Shape.of(
                    "random text with the name of a secret",
                    "(?i)(?:passw(?:or)?d|passphrase|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key)"
                            + "[A-Za-z_]{0,16}[\"']?\\s{0,4}(?:[:=]|=>|,)\\s{0,4}[\"']?([A-Za-z0-9+/=_-]{20,512})"));

    private static final String OF_THE_CONTRACT = "made up, in the examples of our contract";

    /** What looks like a secret and is none, whole, and why. Keep it short. */
    private static final Map<String, String> ALLOWED = Map.of(
            "AKIAIOSFODNN7" + "EXAMPLE",
            "in the examples of AWS' documentation",
            "0ZpJ3Jb1mWmYb6m0i0X2i8sQm3wq7m1n5h2k9c4x8vA",
            OF_THE_CONTRACT,
            "7rT2m0i0X2i8sQm3wq7m1n5h2k9c4x8vA0ZpJ3Jb1mW",
            OF_THE_CONTRACT,
            "Yb6m0i0X2i8sQm3wq7m1n5h2k9c4x8vA0ZpJ3Jb1mWm",
            OF_THE_CONTRACT,
            "0Vd3Zz1QyYlq7nQqkq6Y0wXrXo3cN8F8i4eC1pFz2sA",
            OF_THE_CONTRACT,
            "petty_collar_0Vd3Zz1QyYlq7nQqkq6Y0wXrXo3cN8F8i4eC1pFz2sA",
            OF_THE_CONTRACT,
            "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE",
            OF_THE_CONTRACT,
            "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            OF_THE_CONTRACT,
            "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ",
            "the header of an example's token, which ends there",
            "eyJhbGciOiJFUzI1NiJ9." + "eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLXBsYW50ZWQ",
            "planted in the test of the log: its signature says signature-planted");

    private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules", ".petty", ".idea");
    private static final int LONGEST_LINE = 20_000;
    private static final int FEWEST_DIGITS = 1;

    /** Bits for each character; words of English and names in code have less, keys in base64 and hexadecimal more. */
    private static final double HEX_ENTROPY = 3.0;

    private static final double TEXT_ENTROPY = 4.0;
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32,}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final List<Finding> findings = new ArrayList<>();

    /** Where it was found and what it seems to be; never the text itself. */
    record Finding(String where, String shape, String beginning) {
        @Override
        public String toString() {
            return where + ": " + shape + ", begins with " + beginning;
        }
    }

    private SecretScan() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var findings = new ArrayList<Finding>();
        for (var argument : arguments) {
            var path = Path.of(argument);
            findings.addAll(Files.isDirectory(path) ? inTree(path) : inJar(path));
            if (Files.exists(path.resolve(".git"))) {
                findings.addAll(inHistory(path));
            }
        }
        findings.stream().distinct().forEach(System.err::println);
        if (!findings.isEmpty()) {
            System.err.println(
                    "These look like secrets. One that is none goes into SecretScan.ALLOWED, with the reason.");
            System.exit(1);
        }
        System.out.println("No secret found in " + String.join(", ", arguments));
    }

    /** In the files that are there now, whether git knows them or not. */
    static List<Finding> inTree(Path root) throws IOException {
        var scan = new SecretScan();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                var name = directory.getFileName();
                return name != null && NOT_OURS.contains(name.toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    scan.lines(root.relativize(file).toString(), Files.readAllBytes(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return scan.findings;
    }

    /** In every line that any commit up to this one ever added. */
    static List<Finding> inHistory(Path root) throws IOException, InterruptedException {
        var scan = new SecretScan();
        var git = new ProcessBuilder(
                        "git", "log", "-p", "-U0", "--no-color", "--no-ext-diff", "--format=commit %h", "HEAD")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var where = "";
        try (var lines = new BufferedReader(new InputStreamReader(git.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("commit ")) {
                    where = line;
                } else if (line.startsWith("+") && !line.startsWith("+++ ")) {
                    scan.text(where, line.substring(1));
                }
            }
        }
        if (git.waitFor() != 0) {
            throw new IOException("git log failed in " + root);
        }
        return scan.findings;
    }

    /** In the files of a jar; what stands in a class file as a constant is seen, too. */
    static List<Finding> inJar(Path jar) throws IOException {
        var scan = new SecretScan();
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().toList()) {
                try (var content = zip.getInputStream(entry)) {
                    scan.lines(jar.getFileName() + "!" + entry.getName(), content.readAllBytes());
                }
            }
        }
        return scan.findings;
    }

    private void lines(String where, byte[] content) {
        var number = 0;
        // one character for each byte: whatever the encoding, the shapes are ASCII
        for (var line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            number++;
            text(where + ":" + number, line);
        }
        // a key whose first line follows its heading
        find(where, new String(content, StandardCharsets.ISO_8859_1), SHAPES.get(1));
    }

    private void text(String where, String line) {
        for (var from = 0; from < line.length(); from += LONGEST_LINE) {
            var part = line.substring(from, Math.min(line.length(), from + LONGEST_LINE + 1_000));
            SHAPES.forEach(shape -> find(where, part, shape));
        }
    }

    private void find(String where, String text, Shape shape) {
        var matcher = shape.pattern().matcher(text);
        while (matcher.find()) {
            var found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            if (!ALLOWED.containsKey(found) && (matcher.groupCount() == 0 || isRandom(found))) {
                findings.add(new Finding(where, shape.name(), found.substring(0, Math.min(4, found.length())) + "…"));
            }
        }
    }

    private static boolean isRandom(String text) {
        if (UUID.matcher(text).matches()
                || text.chars().filter(Character::isDigit).count() < FEWEST_DIGITS) {
            return false;
        }
        return entropy(text) >= (HEX.matcher(text).matches() ? HEX_ENTROPY : TEXT_ENTROPY);
    }

    /** Shannon's, in bits for each character. */
    private static double entropy(String text) {
        var counts = new HashMap<Integer, Integer>();
        text.chars().forEach(each -> counts.merge(each, 1, Integer::sum));
        return counts.values().stream()
                .mapToDouble(count -> (double) count / text.length())
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }
}
