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
        Live live,
        Inference inference,
        Limits limits,
        Pets pets,
        Secrets secrets,
        Identity identity,
        Mail mail,
        Privacy privacy,
        Audit audit,
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

    public record Live(Duration pollInterval, Duration heartbeat, int maxViewers, int resumeLimit) {}

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
            Bucket v2Frames,
            Bucket v2Backfill,
            Bucket v2Reads,
            Bucket v2Inference,
            Bucket signIn,
            Bucket signInAccount,
            Duration backfillAfter) {}

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

    public record Privacy(Reencryption reencryption) {}

    public record Reencryption(Duration interval, int batch, Duration pause, Duration keepOldKeys) {}

    public record Audit(int maxWaiting, Duration anchorInterval) {}

    public record V1(boolean anonymousIngest, boolean anonymousReads) {}

    public record Log(LogFormat format, String level) {}

    public enum LogFormat {
        JSON,
        TEXT
    }
}
