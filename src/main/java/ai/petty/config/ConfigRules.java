package ai.petty.config;

import ai.petty.config.PettyConfig.Profile;
import ai.petty.config.PettyConfig.TlsMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What must hold between values that each are well written. */
final class ConfigRules {
    /** Where zero means something: any free port, one for each core, at once, everything. */
    private static final Set<String> MAY_BE_ZERO = Set.of(
            "http.port",
            "http.event-loops",
            "http.drain-timeout",
            "http.compression-min-size",
            "management.port",
            "database.embedded.port",
            "ingest.max-ahead",
            "ingest.v1.max-ahead",
            "inference.threshold",
            "live.resume-limit");

    private static final List<String> PORTS = List.of("http.port", "management.port", "database.embedded.port");
    private static final List<String> PATTERNS = List.of("ingest.v1.collar-id-pattern", "pets.auto-register-pattern");
    private static final List<String> NOT_BLANK = List.of("http.host", "management.host", "database.user");
    private static final Set<String> LEVELS = Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final Set<String> TLS_PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
    private static final Pattern DATABASE_URL =
            Pattern.compile("postgres(?:ql)?://(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?/[^/?#@\\s]+");

    private static final Pattern HTTP_ADDRESS = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]_-]+/?");

    /** A scheme, a host and maybe a port, as browsers (and the shells of apps) send it. */
    private static final Pattern WEB_ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://(?:\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::[0-9]{1,5})?");

    /** One question for history may span 35 days (v2 readings, by the hour): that much must be there. */
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(35);

    /** Whoever takes a mail to send it has it for two minutes. */
    private static final Duration LONGEST_MAIL = Duration.ofMinutes(1);

    private static final DataSize SMALLEST_FRAME = DataSize.parse("128KiB");
    private static final DataSize SMALLEST_REQUEST_LINE = DataSize.parse("16KiB");
    /** NIST SP 800-63B-4: never fewer, and 64 must always be allowed. */
    private static final int SHORTEST_PASSWORD = 8;

    private static final int LONGEST_MIN_PASSWORD = 64;
    private static final int SMALLEST_BACKLOG = 1024;
    private static final int LARGEST_PORT = 65_535;

    private final PettyConfig config;
    private final Map<String, Setting> keyToSetting;
    private final List<Broken> broken = new ArrayList<>();

    /** @param keys the key to blame first, then the others that the rule looked at */
    record Broken(List<String> keys, String problem) {
        String key() {
            return keys.getFirst();
        }
    }

    ConfigRules(PettyConfig config, Map<String, Setting> keyToSetting) {
        this.config = config;
        this.keyToSetting = keyToSetting;
    }

    /** Every rule that does not hold. */
    List<Broken> broken() {
        numbers();
        texts();
        sizesAndTimes();
        inference();
        httpTls();
        database();
        secrets();
        signingKeys();
        sessions();
        new IssuerRules(config, this::broken).check();
        new MailRules(config, this::broken).check();
        new EvaluationRules(config, this::broken).check();
        new EpisodeRules(config.behaviour(), this::broken).check();
        new NotificationRules(config, this::broken).check();
        new AlertRules(config, this::broken).check();
        if (config.profile() == Profile.PRODUCTION) {
            new ProductionRules(config, this::broken).check();
        }
        return List.copyOf(broken);
    }

    private void numbers() {
        keyToSetting.keySet().stream().sorted().forEach(key -> {
            var sign = sign(value(key));
            if (sign < 0 || (sign == 0 && !MAY_BE_ZERO.contains(key))) {
                broken(key, MAY_BE_ZERO.contains(key) ? "must not be negative" : "must be more than zero");
            }
        });
        for (var key : PORTS) {
            if (value(key) instanceof Integer port && port > LARGEST_PORT) {
                broken(key, "must be at most " + LARGEST_PORT);
            }
        }
        if (config.identity().lockout().failures() == 1) {
            // Whoever mistypes a password once would be locked out, and anybody could do it to anybody.
            broken("identity.lockout.failures", "must be at least 2");
        }
        var shortest = config.identity().passwords().minLength();
        if (shortest < SHORTEST_PASSWORD || shortest > LONGEST_MIN_PASSWORD) {
            broken(
                    "identity.passwords.min-length",
                    "must be from " + SHORTEST_PASSWORD + " to " + LONGEST_MIN_PASSWORD);
        }
        if (config.inference().threshold() > 1) {
            broken("inference.threshold", "must be a probability, at most 1");
        }
        if (config.http().acceptBacklog() < SMALLEST_BACKLOG) {
            broken("http.accept-backlog", "must be at least " + SMALLEST_BACKLOG);
        }
    }

    /** The sign of what is counted or measured; 1 for everything else. */
    private static int sign(Object value) {
        return switch (value) {
            case Integer number -> Integer.signum(number);
            case Long number -> Long.signum(number);
            case Double number -> (int) Math.signum(number);
            case Duration duration -> duration.isPositive() ? 1 : duration.isZero() ? 0 : -1;
            case DataSize size -> Long.signum(size.bytes());
            default -> 1;
        };
    }

    private void texts() {
        for (var key : NOT_BLANK) {
            if (value(key) instanceof String text && text.isBlank()) {
                broken(key, "must not be empty");
            }
        }
        for (var key : PATTERNS) {
            pattern(key, String.valueOf(value(key)));
        }
        if (!LEVELS.contains(config.log().level().toUpperCase(Locale.ROOT))) {
            broken("log.level", "must be one of ERROR, WARN, INFO, DEBUG, TRACE or OFF");
        }
        for (var origin : config.http().corsOrigins()) {
            if (!WEB_ORIGIN.matcher(origin).matches()) {
                broken("http.cors-origins", "must hold exact origins such as https://app.example.com, in lower case");
                break;
            }
        }
        if (!config.http().trustedProxies().stream().allMatch(ConfigRules::isAddressBlock)) {
            broken(
                    "http.trusted-proxies",
                    "must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody");
        }
        if (config.database().password().value().equals(Secret.MASK)) {
            broken("database.password", "is the mask that the configuration is printed with, not a password");
        }
    }

    private static boolean isAddressBlock(String text) {
        try {
            AddressBlock.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void pattern(String key, String text) {
        try {
            if (Pattern.compile(text).matcher("").matches()) {
                broken(key, "must not match the empty text");
            }
        } catch (PatternSyntaxException e) {
            broken(key, "is not a regular expression: " + e.getDescription() + " near index " + e.getIndex());
        }
    }

    private void sizesAndTimes() {
        var retention = config.store().retention();
        if (retention.compareTo(SHORTEST_RETENTION) < 0) {
            broken("store.retention", "must be at least " + TypedText.print(SHORTEST_RETENTION));
        }
        if (retention.compareTo(config.ingest().maxAge()) < 0) {
            broken("store.retention", "must be at least ingest.max-age", "ingest.max-age");
        }
        sealing();
        if (config.mail().timeout().compareTo(LONGEST_MAIL) > 0) {
            broken("mail.timeout", "must be at most " + TypedText.print(LONGEST_MAIL));
        }
        atLeast("uplink.max-frame", config.uplink().maxFrame(), SMALLEST_FRAME);
        atLeast("http.max-request-line", config.http().maxRequestLine(), SMALLEST_REQUEST_LINE);
        if (config.ingest().maxWaitingBytes().bytes()
                < config.ingest().maxGroupBytes().bytes()) {
            broken("ingest.max-waiting-bytes", "must be at least ingest.max-group-bytes", "ingest.max-group-bytes");
        }
        var port = config.http().port();
        if (port != 0
                && port == config.management().port()
                && config.http().host().equals(config.management().host())) {
            broken("management.port", "must not be http.port", "http.port", "http.host", "management.host");
        }
    }

    /** No reading of a day may come after it is sealed, nor go before. */
    private void sealing() {
        var retention = config.store().retention();
        var oldest = config.ingest().maxAge();
        var sealed = config.timeline().sealAfter();
        if (retention.compareTo(oldest) >= 0
                && (sealed.compareTo(oldest.plusDays(1)) < 0
                        || sealed.plusDays(1).compareTo(retention) > 0)) {
            broken(
                    "timeline.seal-after",
                    "must be at least a day longer than ingest.max-age and a day shorter than store.retention",
                    "ingest.max-age",
                    "store.retention");
        }
    }

    private void atLeast(String key, DataSize size, DataSize least) {
        if (size.bytes() < least.bytes()) {
            broken(key, "must be at least " + least);
        }
    }

    private void inference() {
        var model = config.inference().model();
        if (!model.isEmpty() && !isReadableFile(model)) {
            broken("inference.model", "names a file that does not exist or cannot be read");
        }
    }

    private void httpTls() {
        var tls = config.http().tls();
        if (tls.protocols().isEmpty() || !TLS_PROTOCOLS.containsAll(tls.protocols())) {
            broken("http.tls.protocols", "must hold TLSv1.3, TLSv1.2 or both");
        }
        if (tls.enabled()) {
            file("http.tls.certificate", tls.certificate(), "http.tls.enabled");
            file("http.tls.key", tls.key(), "http.tls.enabled");
        }
    }

    private void database() {
        var database = config.database();
        var url = database.url();
        if (!url.isEmpty()) {
            // what is wrong with it is told without quoting it: it may hold a password
            if (url.contains("@")) {
                broken(
                        "database.url",
                        "must not hold a user or a password; they are database.user and database.password");
            } else if (!isDatabaseUrl(url)) {
                broken("database.url", "must have the form postgresql://host:port/name");
            }
        }
        var verifies = database.tls() == TlsMode.VERIFY_CA || database.tls() == TlsMode.VERIFY_FULL;
        if (verifies && !database.caCertificate().isEmpty()) {
            file("database.ca-certificate", database.caCertificate(), "database.tls");
        }
    }

    private void secrets() {
        if (config.secrets().refreshAhead().compareTo(config.secrets().ttl()) >= 0) {
            broken("secrets.refresh-ahead", "must be less than secrets.ttl", "secrets.ttl");
        }
        var endpoint = config.secrets().aws().endpoint();
        if (!endpoint.isEmpty() && !HTTP_ADDRESS.matcher(endpoint).matches()) {
            broken(
                    "secrets.aws.endpoint",
                    "must be an address such as https://secretsmanager.eu-central-1.amazonaws.com");
        }
    }

    private void sessions() {
        if (config.identity().longestSession().compareTo(config.identity().refreshToken()) < 0) {
            broken("identity.longest-session", "must be at least identity.refresh-token", "identity.refresh-token");
        }
    }

    /** Every process must have read a key before it signs, and the schedule must leave time for that. */
    private void signingKeys() {
        var identity = config.identity();
        if (identity.keyOverlap().compareTo(config.secrets().ttl()) < 0) {
            broken("identity.key-overlap", "must be at least secrets.ttl", "secrets.ttl");
        }
        if (identity.keyRotation().compareTo(identity.keyOverlap()) <= 0) {
            broken("identity.key-rotation", "must be longer than identity.key-overlap", "identity.key-overlap");
        }
    }

    private static boolean isDatabaseUrl(String url) {
        var matcher = DATABASE_URL.matcher(url);
        if (!matcher.matches()) {
            return false;
        }
        var port = matcher.group(1);
        return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) <= LARGEST_PORT);
    }

    private void file(String key, String path, String... others) {
        if (path.isBlank()) {
            broken(key, "must name a PEM file", others);
        } else if (!isReadableFile(path)) {
            broken(key, "names a file that does not exist or cannot be read", others);
        }
    }

    private static boolean isReadableFile(String path) {
        try {
            var file = Path.of(path);
            return Files.isRegularFile(file) && Files.isReadable(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Object value(String key) {
        var setting = keyToSetting.get(key);
        return setting == null ? "" : setting.value();
    }

    private void broken(String key, String problem, String... others) {
        var keys = new ArrayList<>(List.of(key));
        keys.addAll(List.of(others));
        broken.add(new Broken(keys, problem));
    }
}
