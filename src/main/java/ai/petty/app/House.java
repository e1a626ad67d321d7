package ai.petty.app;

import static java.util.Objects.requireNonNull;

import ai.petty.audit.AuditLog;
import ai.petty.config.PettyConfig;
import ai.petty.history.History;
import ai.petty.http.Health;
import ai.petty.http.ManagementVerticle;
import ai.petty.identity.Acts;
import ai.petty.identity.CredentialCheck;
import ai.petty.ingest.CommitListener;
import ai.petty.ingest.Ingest;
import ai.petty.ingest.IngestVerticle;
import ai.petty.limits.Limits;
import ai.petty.live.LiveFeed;
import ai.petty.observability.Heartbeats;
import ai.petty.observability.Readiness;
import ai.petty.pets.Actor;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarProgress;
import ai.petty.pets.Pets;
import ai.petty.pets.collars.ClaimCode;
import ai.petty.pets.collars.StoredCredentials;
import ai.petty.privacy.FieldCipher;
import ai.petty.secrets.SecretStore;
import ai.petty.store.Database;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.Notices;
import ai.petty.store.Partitions;
import ai.petty.store.SignIn;
import ai.petty.timeline.days.SealedFirst;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rooms and how they are joined. Floors start from the ground up (secrets, database, schema, partitions, keys of
 * personal fields, the audit log, features, the door)
 * and stop the other way round.
 */
public final class House {
    private final Vertx vertx;
    private final PettyConfig config;
    private final InstantSource clock;
    private final PrometheusMeterRegistry registry;
    private final CredentialCheck otherwise;
    private final Readiness readiness;
    private final Heartbeats heartbeats = new Heartbeats(System::nanoTime);
    private final Stops stops = new Stops();
    private @Nullable SecretStore secrets;
    private @Nullable Database database;
    private @Nullable TokensWing tokens;
    private @Nullable FieldCipher cipher;
    private @Nullable AuditLog audit;
    private @Nullable CollarDirectory collars;
    private @Nullable Households households;
    private @Nullable Insights insights;
    private @Nullable DataSubjectRights rights;
    private int port;
    private int managementPort;

    House(
            Vertx vertx,
            PettyConfig config,
            InstantSource clock,
            PrometheusMeterRegistry registry,
            CredentialCheck otherwise,
            Readiness readiness) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        this.otherwise = otherwise;
        this.readiness = readiness;
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    /** What must not be known, and the front that remembers it. */
    public SecretStore secrets() {
        return requireNonNull(secrets, "the house has not started");
    }

    public Database database() {
        return requireNonNull(database, "the house has not started");
    }

    /** Issues and takes back access tokens. */
    public TokensWing tokens() {
        return requireNonNull(tokens, "the house has not started");
    }

    /** Enciphers personal fields; it is there before any feature starts. */
    FieldCipher cipher() {
        return requireNonNull(cipher, "the house has not started");
    }

    /** Where what was done is written down. */
    public AuditLog audit() {
        return requireNonNull(audit, "the house has not started");
    }

    /** The code that would lie in the box of a collar that is new here. */
    Future<String> newCollar(String serial) {
        return requireNonNull(households, "the house has not started")
                .inventory()
                .add(Actor.PROCESS, serial, Optional.empty())
                .map(ClaimCode::text);
    }

    /** What everybody may have of this house as the one whom its data is about. */
    public DataSubjectRights rights() {
        return requireNonNull(rights, "the house has not started");
    }

    /** What is made of what is stored. */
    public Insights insights() {
        return requireNonNull(insights, "the house has not started");
    }

    CollarDirectory collars() {
        return requireNonNull(collars, "the house has not started");
    }

    Future<Void> start(DatabaseAddress address) {
        return management()
                .compose(nothing -> openSecrets())
                .map(opened -> DatabaseSignIn.of(address, config, opened))
                .compose(signIn ->
                        DatabaseSignIn.migrate(vertx, config.database(), signIn).map(signIn))
                .compose(this::floors);
    }

    private Future<Void> floors(SignIn signIn) {
        return store(signIn)
                .compose(this::privacy)
                .compose(store -> tokens(store, signIn).compose(people -> features(store, people)))
                .onSuccess(nothing -> readiness.started());
    }

    private Future<Void> management() {
        var verticle = new ManagementVerticle(
                config.management(), new Health(readiness, heartbeats, Entrance.build()), registry);
        return vertx.deployVerticle(verticle)
                .onSuccess(id -> managementPort = verticle.port())
                .mapEmpty();
    }

    private Future<SecretStore> openSecrets() {
        return SecretStores.open(vertx, config, registry)
                .onSuccess(opened -> {
                    stops.push(opened::close);
                    readiness.dependsOn(new SecretsDependency(opened));
                    secrets = opened;
                })
                .map(opened -> opened);
    }

    private Future<Database> store(SignIn signIn) {
        var opened = Database.open(vertx, config.database(), config.ingest().writeSlots(), signIn, registry);
        database = opened;
        stops.push(opened::close);
        opened.pools().forEach(pool -> readiness.dependsOn(new DatabaseDependency(pool)));
        var partitions = new Partitions(opened, config.store(), clock, registry, new SealedFirst(opened));
        var timer = vertx.setPeriodic(config.store().upkeepInterval().toMillis(), tick -> partitions.upkeep());
        stops.push(() -> {
            vertx.cancelTimer(timer);
            return Future.succeededFuture();
        });
        return partitions.upkeep().map(opened);
    }

    private Future<Database> privacy(Database store) {
        return PrivacyWing.open(vertx, config, secrets(), store, clock, registry)
                .map(wing -> {
                    stops.push(wing::stop);
                    cipher = wing.cipher();
                    audit = wing.audit();
                    return store;
                });
    }

    private Future<TokensWing> tokens(Database store, SignIn signIn) {
        var notices = new Notices(vertx, config.database(), signIn);
        var directory = new CollarDirectory(store, config.pets());
        collars = directory;
        var credentials = new StoredCredentials(directory, Optional.of(otherwise::collar));
        return TokensWing.open(vertx, config, clock, secrets(), store, notices, credentials, otherwise)
                .onSuccess(opened -> {
                    tokens = opened;
                    stops.push(opened::close);
                    readiness.dependsOn(opened.revocations().dependency());
                });
    }

    private Future<AccountsWing> accounts(Database store, TokensWing people, Limits limits) {
        var grants = new TokenGrants(people.access(), people.revocations());
        var ground = new AccountsWing.Ground(store, cipher(), audit(), grants, limits, secrets());
        return AccountsWing.open(vertx, config, ground, clock, registry).onSuccess(wing -> {
            stops.push(wing.stop()::now);
            readiness.dependsOn(new MailDependency(wing.mails()));
        });
    }

    private Future<Void> features(Database store, TokensWing people) {
        var limits = new Limits(config.limits(), System::nanoTime);
        return accounts(store, people, limits).compose(wing -> features(store, people, limits, wing));
    }

    private Future<Void> features(Database store, TokensWing people, Limits limits, AccountsWing accounts) {
        var directory = collars();
        var acts = new Acts(audit());
        var pets = new Pets(store, cipher(), config.pets(), acts, clock);
        var history = new History(store, clock, config.store().retention());
        var live = new LiveFeed(vertx, pets, history, config.live(), clock, registry);
        var homes = Households.of(
                new Households.Ground(
                        store,
                        cipher(),
                        accounts.post(),
                        acts,
                        config.identity().unverifiedSignIn(),
                        clock),
                config.pets(),
                pets,
                directory,
                people.revocations()::revokeCollar,
                live::lookAgain);
        households = homes;
        stops.push(Upkeep.every(vertx, Upkeep.OFTEN, "households", homes::upkeep));
        var progress = new CollarProgress(vertx, store);
        stops.push(progress::flush);
        return Insights.open(
                        new Insights.Means(vertx, config, readiness, clock, registry),
                        new Insights.Ground(store, cipher(), acts, accounts, homes, live),
                        stops)
                .compose(found -> ingest(store, limits, progress, found, live)
                        .compose(ingest -> enter(new Rooms(
                                store, cipher(), audit(), people, limits, directory, progress, history, live, ingest,
                                accounts, homes, found))));
    }

    private Future<Ingest> ingest(
            Database store, Limits limits, CollarProgress progress, Insights found, LiveFeed live) {
        insights = found;
        var listeners = CommitListener.all(live, found.behaviour().listener());
        var ingest = new IngestVerticle(store, collars(), progress, limits, config, clock, registry, listeners);
        return collars()
                .prepare()
                .compose(ready -> vertx.deployVerticle(ingest))
                .onSuccess(id -> stops.push(() -> vertx.undeploy(id)))
                .compose(id -> ingest.ingest());
    }

    private Future<Void> enter(Rooms rooms) {
        var mine = rights(rooms);
        rights = mine;
        stops.push(mine.keepUp(vertx, config.identity()));
        return new Entrance(vertx, config, clock, registry, new Entrance.Pulse(readiness, heartbeats), rooms)
                .open(mine, stops)
                .onSuccess(listening -> port = listening)
                .mapEmpty();
    }

    private DataSubjectRights rights(Rooms rooms) {
        return DataSubjectRights.of(
                new DataSubjectRights.Ground(
                        rooms.store(),
                        rooms.cipher(),
                        rooms.accounts().identity(),
                        rooms.households(),
                        rooms.insights().notifications(),
                        rooms.history(),
                        rooms.audit(),
                        rooms.insights().care().feedback().feedbacks(),
                        rooms.directory(),
                        rooms.people().revocations()::revokeCollar),
                config.store().retention(),
                clock);
    }

    /** Stops taking work, lets what is under way finish, then closes what it stood on. */
    Future<Void> stop() {
        readiness.draining();
        return stops.now();
    }
}
