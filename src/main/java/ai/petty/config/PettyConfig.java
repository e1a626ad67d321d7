package ai.petty.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The whole configuration. What each key means, and its default, stands in {@code config/petty.yaml}. */
public record PettyConfig(
        Profile profile,
        Http http,
        Management management,
        Database database,
        Store store,
        Ingest ingest,
        Uplink uplink,
        Behaviour behaviour,
        Live live,
        Timeline timeline,
        Evaluation evaluation,
        Inference inference,
        Limits limits,
        Feedback feedback,
        Pets pets,
        Secrets secrets,
        Identity identity,
        Mail mail,
        Notifications notifications,
        Privacy privacy,
        Audit audit,
        Alerts alerts,
        V1 v1,
        Log log) {

    public enum Profile {
        DEMO,
        TEST,
        PRODUCTION
    }

    public record Http(
            String host,
            int port,
            int eventLoops,
            int acceptBacklog,
            DataSize maxRequestLine,
            DataSize maxHeaders,
            DataSize maxBody,
            Duration idleTimeout,
            Duration drainTimeout,
            DataSize compressionMinSize,
            List<String> corsOrigins,
            List<String> trustedProxies,
            Tls tls) {}

    public record Tls(boolean enabled, String certificate, String key, List<String> protocols) {}

    public record Management(String host, int port) {}

    public record Database(
            String url,
            String user,
            Secret password,
            TlsMode tls,
            String caCertificate,
            int readConnections,
            int waitQueue,
            Duration connectionLifetime,
            Duration connectTimeout,
            Duration statementTimeout,
            Breaker breaker,
            Embedded embedded) {}

    public enum TlsMode {
        DISABLE,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL,
        /** Plaintext on purpose: something beside us, such as a mesh's proxy, speaks TLS to the database. */
        TERMINATED_UPSTREAM
    }

    public record Breaker(int failures, Duration reset) {}

    public record Embedded(Path directory, int port) {}

    public record Store(Duration retention, int partitionsAhead, Duration upkeepInterval) {}

    public record Ingest(
            int writeSlots,
            DataSize maxGroupBytes,
            DataSize maxWaitingBytes,
            Duration writeDeadline,
            int maxBatch,
            Duration maxAge,
            Duration maxAhead,
            IngestV1 v1) {}

    public record IngestV1(String collarIdPattern, boolean lenientLocation, Duration maxAhead) {}

    public record Uplink(
            Duration helloTimeout,
            DataSize maxFrame,
            int maxUnacked,
            int maxNacksInARow,
            Duration reportInterval,
            Duration motionEvery,
            Duration pingInterval,
            Duration slowReader,
            Duration drainReconnect) {}

    /** How long a gap may be, and how long a behaviour lasts before it is told. */
    public record Behaviour(
            Duration longestGap,
            Duration shortestRest,
            Duration shortestWalk,
            Duration shortestRun,
            Duration shortestPlay,
            Duration shortestSleep) {}

    public record Live(Duration pollInterval, Duration heartbeat, int maxViewers, int resumeLimit) {}

    public record Timeline(Duration longestWait, Duration sealAfter, Duration sealInterval, int sealBatch) {}

    /**
     * How what is stored is evaluated.
     *
     * @param turn observations, of one pairing, before another has its turn
     * @param page readings
     */
    public record Evaluation(int atOnce, Duration lease, Duration poll, Duration debounce, int turn, int page) {}

    /**
     * The motion model.
     *
     * @param model a file; empty means the one that travels in the program
     * @param maxWaiting windows
     * @param maxBatch windows
     */
    public record Inference(
            String model, double threshold, int maxWaiting, int maxBatch, Duration deadline, Breaker breaker) {}

    public record Limits(
            Bucket v1Ingest,
            Bucket v1Realtime,
            Bucket v1Timeline,
            Bucket v1Feedback,
            Bucket v2Frames,
            Bucket v2Backfill,
            Bucket v2Reads,
            Bucket v2Inference,
            Bucket signIn,
            Bucket signInAccount,
            Duration backfillAfter) {}

    public record Feedback(Duration refresh) {}

    /** A token bucket: {@code burst} at once, {@code perSecond} coming back. */
    public record Bucket(long burst, double perSecond) {}

    public record Pets(boolean autoRegister, String autoRegisterPattern, Duration directoryTtl) {}

    public record Secrets(
            SecretStoreKind store,
            Path directory,
            String jwtKeys,
            String database,
            String apiKeys,
            String piiKeys,
            boolean makeMissing,
            Duration ttl,
            Duration refreshAhead,
            Duration timeout,
            Breaker breaker,
            Aws aws) {
        /** Whether a secret of our own may be made where there is none: always in a directory. */
        public boolean mayMake() {
            return store == SecretStoreKind.DIRECTORY || makeMissing;
        }
    }

    public enum SecretStoreKind {
        DIRECTORY,
        AWS
    }

    public record Aws(String region, String endpoint) {}

    public record Identity(
            String issuer,
            String audience,
            Duration leeway,
            Duration accessToken,
            Duration refreshToken,
            Duration refreshGrace,
            Duration longestSession,
            Duration keyRotation,
            Duration keyOverlap,
            Duration revocationPoll,
            int verifiedTokens,
            List<String> administrators,
            List<TrustedIssuer> trustedIssuers,
            Passwords passwords,
            Lockout lockout,
            boolean unverifiedSignIn,
            boolean demoSecret,
            Path secretFile) {}

    /**
     * An identity provider whose access tokens are accepted, too.
     *
     * @param jwksUrl where its keys are published; or else {@code publicKeyFile}, a PEM file
     * @param audience what its tokens must be for
     * @param audienceClaim which claim says for whom a token is: {@code client_id} where access tokens have no {@code aud}
     * @param requiredClaims what else a token must say: for each claim the texts that it may have
     * @param userClaim which claim names the user
     * @param scopesClaim which claim holds the scopes, as a list or as words
     * @param scopeNames its names of scopes to ours; empty when it uses ours
     * @param longestLife a token that lives longer is refused
     */
    public record TrustedIssuer(
            String issuer,
            String audience,
            @WhenLeftOut("") String jwksUrl,
            @WhenLeftOut("") String publicKeyFile,
            @WhenLeftOut("aud") String audienceClaim,
            @WhenLeftOut("") Map<String, List<String>> requiredClaims,
            @WhenLeftOut("sub") String userClaim,
            @WhenLeftOut("scope") String scopesClaim,
            @WhenLeftOut("") Map<String, List<String>> scopeNames,
            @WhenLeftOut("30s") Duration leeway,
            @WhenLeftOut("24h") Duration longestLife) {}

    /** @param minLength in characters, of a password that is chosen */
    public record Passwords(int minLength, DataSize memory, int iterations, int parallelism, int atOnce, int waiting) {}

    public record Lockout(int failures, Duration first, Duration longest) {}

    public record Mail(
            MailTransport transport,
            String host,
            int port,
            MailTls tls,
            String user,
            Secret password,
            String credentials,
            String from,
            String links,
            int attempts,
            Duration firstPause,
            Duration timeout,
            Breaker breaker) {}

    public enum MailTransport {
        SMTP,
        CONSOLE,
        NONE
    }

    public enum MailTls {
        REQUIRED,
        IMPLICIT,
        DISABLED
    }

    public record Notifications(int attempts, Duration firstPause, Duration giveUpAfter, Webhooks webhooks) {}

    /** @param ports in digits */
    public record Webhooks(
            boolean allowPrivate,
            List<String> ports,
            int perAccount,
            Duration timeout,
            int atOnce,
            int perHost,
            int disableAfter,
            Breaker breaker) {}

    public record Privacy(Reencryption reencryption) {}

    public record Reencryption(Duration interval, int batch, Duration pause, Duration keepOldKeys) {}

    public record Audit(int maxWaiting, Duration anchorInterval) {}

    /**
     * @param liveWindow a reading that is stored later than this after it was measured opens no alert
     * @param sweepInterval how often one of the processes looks for what no reading tells
     */
    public record Alerts(
            Duration liveWindow,
            Duration sweepInterval,
            HeartRateRule heartRate,
            InactivityRule inactivity,
            GeofenceRule geofence,
            BatteryRule battery,
            OfflineRule offline,
            LostMode lostMode,
            Companion companion) {}

    /**
     * @param factor of the pet's resting heart rate, above which it is high
     * @param calmFactor of the same, up to which it is calm again
     */
    public record HeartRateRule(
            double factor, double calmFactor, int readings, Duration lasting, Duration longestGap) {}

    /** @param dayFrom and {@code dayTo}: {@code HH:mm} by the pet's clock */
    public record InactivityRule(Duration longest, String dayFrom, String dayTo, Duration longestGap) {}

    public record GeofenceRule(
            double marginM, double unknownAccuracyM, int fixes, Duration lasting, Duration vagueReturn) {}

    public record BatteryRule(double belowPct, double resolvedAbovePct) {}

    public record OfflineRule(int reportIntervals) {}

    public record LostMode(Duration reportInterval, Duration longest, Duration pollInterval) {}

    public record Companion(Duration longest) {}

    public record V1(boolean anonymousIngest, boolean anonymousReads) {}

    public record Log(LogFormat format, String level) {}

    public enum LogFormat {
        JSON,
        TEXT
    }
}
