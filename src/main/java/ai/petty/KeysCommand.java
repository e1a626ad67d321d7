package ai.petty;

import ai.petty.app.Workbench;
import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.identity.tokens.SigningKeys;
import ai.petty.privacy.FieldKeyRotation;
import ai.petty.secrets.SecretNames;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code petty keys}: what can be done with the keys that Petty makes itself. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "The keys that Petty makes itself.",
        subcommands = {KeysCommand.Rotate.class, KeysCommand.RotatePii.class})
final class KeysCommand {
    /** {@code petty keys rotate}: a new key that signs access tokens. */
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description =
                    "Make a new key that signs access tokens. Each server publishes it when it next reads the store, within"
                            + " secrets.ttl, and it signs when all have; what the old one signed stays good until it"
                            + " expires.")
    static final class Rotate extends UpkeepCommand {
        @Option(
                names = "--now",
                description = "It signs at once: the servers learn of it when they see its first token.")
        private boolean now;

        @Option(
                names = "--drop-old",
                description =
                        "With --now, for keys that have leaked: all others are dropped, and what they signed is refused"
                                + " by each server when it has read the keys again.")
        private boolean dropOld;

        Rotate() {
            this(ConfigLoader.environment());
        }

        Rotate(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int work(PettyConfig config) throws IOException {
            if (dropOld && !now) {
                throw misused("--drop-old goes with --now only: no other key would be left to sign until then");
            }
            var rotated = Workbench.at(config, bench -> {
                var keys = new SigningKeys(bench.vertx(), bench.secrets(), bench.database(), config, bench.clock());
                return dropOld ? keys.replaceAll() : keys.rotate(now);
            });
            say("The key " + rotated.kid() + " signs from " + rotated.signsFrom() + " on.");
            if (dropOld) {
                say("All others are dropped: what they signed is refused by every server within "
                        + SigningKeys.learnedWithin(config).toSeconds() + " seconds.");
            }
            return CommandLine.ExitCode.OK;
        }
    }

    /** {@code petty keys rotate-pii}: a new key for personal fields. */
    @Command(
            name = "rotate-pii",
            mixinStandardHelpOptions = true,
            description =
                    "Make a new key for personal fields. The running servers take it into use, bring every field over to it and"
                            + " remove the old one.")
    static final class RotatePii extends UpkeepCommand {
        /** The front asks again within a time to live, and the ring asks the front within another: then everybody knows the key. */
        private static final int LEAD_FACTOR = 3;

        @Option(
                names = "--now",
                description =
                        "Take it into use at once, not when every process has had time to learn of it: for a key that has leaked.")
        private boolean now;

        RotatePii() {
            this(ConfigLoader.environment());
        }

        RotatePii(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int work(PettyConfig config) throws IOException {
            var lead = now ? Duration.ZERO : config.secrets().ttl().multipliedBy(LEAD_FACTOR);
            var secretName = SecretNames.of(config).piiKeys();
            var id = Workbench.at(
                    config,
                    bench -> new FieldKeyRotation(bench.secrets(), secretName, bench.database(), bench.clock())
                            .rotate(lead));
            say("The key " + id + " is used " + (now ? "from now on." : "in " + lead.toSeconds() + " seconds."));
            return CommandLine.ExitCode.OK;
        }
    }
}
