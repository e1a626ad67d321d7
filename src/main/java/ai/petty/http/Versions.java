package ai.petty.http;

import ai.petty.problem.Refusal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which version of the API answers a request. */
final class Versions {
    /** Paths that existed before versions did, and so mean v1 when nothing else is said. */
    private static final Set<String> LEGACY =
            Set.of("/ingest", "/realtime", "/pet-plan", "/pet-timeline", "/submit-feedback");

    private static final Set<String> UNVERSIONED = Set.of("/health", "/ready", "/version", "/docs");
    private static final ApiVersion LATEST = ApiVersion.V2;
    private static final String KNOWN =
            Arrays.stream(ApiVersion.values()).map(ApiVersion::label).collect(Collectors.joining(" and "));

    private static final Named IN_V1 = new Named(ApiVersion.V1);
    private static final Named IN_V2 = new Named(ApiVersion.V2);
    private static final None NONE = new None();

    private Versions() {}

    /** What was found out about a request's version. */
    sealed interface Answering {
        /** The version whose shapes the answer takes, where it is known. */
        Optional<ApiVersion> version();
    }

    /** The path names the version. */
    record Named(ApiVersion spoken) implements Answering {
        @Override
        public Optional<ApiVersion> version() {
            return Optional.of(spoken);
        }
    }

    /** A bare path; with its version it is {@code path}. */
    record Bare(ApiVersion meant, String path) implements Answering {
        @Override
        public Optional<ApiVersion> version() {
            return Optional.of(meant);
        }
    }

    /** A path that has no version. */
    record None() implements Answering {
        @Override
        public Optional<ApiVersion> version() {
            return Optional.empty();
        }
    }

    /** No version can answer. */
    record Refused(Optional<ApiVersion> version, Refusal refusal) implements Answering {}

    /** @param header the value of {@code API-Version}, such as {@code 1} or {@code v1} */
    static Answering answering(String path, @Nullable String header) {
        var named = inPath(path);
        if (named != null) {
            return header == null ? named : agreeing(named, header);
        }
        if (namesUnknownVersion(path)) {
            return new Refused(
                    Optional.empty(),
                    Refusal.of(
                            Refusal.Kind.NOT_FOUND,
                            "version.unknown",
                            "The path names a version that does not exist; there are " + KNOWN + "."));
        }
        if (isUnversioned(path)) {
            return NONE;
        }
        return bare(path, header);
    }

    private static @Nullable Named inPath(String path) {
        if (begins(path, ApiVersion.V1)) {
            return IN_V1;
        }
        return begins(path, ApiVersion.V2) ? IN_V2 : null;
    }

    private static boolean begins(String path, ApiVersion version) {
        var prefix = version.prefix();
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    /** {@code /v} and digits, as a whole segment. */
    private static boolean namesUnknownVersion(String path) {
        if (path.length() < 3 || path.charAt(1) != 'v' || !isDigit(path.charAt(2))) {
            return false;
        }
        var at = 2;
        while (at < path.length() && isDigit(path.charAt(at))) {
            at++;
        }
        return at == path.length() || path.charAt(at) == '/';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isUnversioned(String path) {
        return UNVERSIONED.contains(path) || path.startsWith("/docs/") || path.startsWith("/.well-known/");
    }

    private static Answering agreeing(Named named, String header) {
        var asked = parse(header);
        if (asked == null) {
            return new Refused(named.version(), unknownHeader());
        }
        if (asked == named.spoken()) {
            return named;
        }
        return new Refused(
                named.version(),
                Refusal.of(
                        Refusal.Kind.INVALID,
                        "version.contradiction",
                        "The path says " + named.spoken().label() + ", the header API-Version says " + asked.label()
                                + "."));
    }

    private static Answering bare(String path, @Nullable String header) {
        var meant = header != null ? parse(header) : LEGACY.contains(path) ? ApiVersion.V1 : LATEST;
        return meant == null
                ? new Refused(Optional.empty(), unknownHeader())
                : new Bare(meant, meant.prefix().concat(path));
    }

    private static Refusal unknownHeader() {
        return Refusal.of(
                Refusal.Kind.INVALID,
                "version.unknown",
                "The header API-Version names a version that does not exist; there are " + KNOWN + ".");
    }

    private static @Nullable ApiVersion parse(String header) {
        var text = header.strip();
        for (var version : ApiVersion.values()) {
            if (text.equals(version.number()) || text.equalsIgnoreCase(version.label())) {
                return version;
            }
        }
        return null;
    }
}
