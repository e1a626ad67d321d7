package ai.petty.app;

import ai.petty.audit.AuditLog;
import ai.petty.audit.ChainedAuditLog;
import ai.petty.config.PettyConfig;
import ai.petty.privacy.FieldCipher;
import ai.petty.privacy.FieldKeyRing;
import ai.petty.privacy.FieldKeyRotation;
import ai.petty.privacy.Reencryption;
import ai.petty.secrets.SecretNames;
import ai.petty.secrets.SecretStore;
import ai.petty.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** What every feature that knows of people stands on: the cipher of personal fields, and the record of who did what. */
record PrivacyWing(FieldKeyRing keys, Reencryption reencryption, FieldCipher cipher, ChainedAuditLog log) {
    /** Complete before any feature starts. */
    static Future<PrivacyWing> open(
            Vertx vertx,
            PettyConfig config,
            SecretStore secrets,
            Database store,
            InstantSource clock,
            MeterRegistry meters) {
        return FieldKeyRing.open(vertx, secrets, config, store, clock).compose(keys -> {
            var cipher = keys.cipher();
            var rotation = new FieldKeyRotation(secrets, SecretNames.of(config).piiKeys(), store, clock);
            var job = new Reencryption(
                    vertx,
                    store,
                    keys,
                    rotation,
                    EncipheredColumns.ALL,
                    config.privacy().reencryption(),
                    clock,
                    meters);
            return ChainedAuditLog.open(vertx, store, cipher, config.audit(), clock, meters)
                    .map(log -> {
                        job.start();
                        return new PrivacyWing(keys, job, cipher, log);
                    });
        });
    }

    AuditLog audit() {
        return log;
    }

    /** Completes when everything that was taken is written down. */
    Future<Void> stop() {
        return Future.join(keys.close(), reencryption.close(), log.close()).mapEmpty();
    }
}
