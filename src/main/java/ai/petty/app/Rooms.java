package ai.petty.app;

import ai.petty.audit.AuditLog;
import ai.petty.history.History;
import ai.petty.ingest.Ingest;
import ai.petty.limits.Limits;
import ai.petty.live.LiveFeed;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarProgress;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;

/** What stands when the door is opened. */
record Rooms(
        Database store,
        FieldCipher cipher,
        AuditLog audit,
        TokensWing people,
        Limits limits,
        CollarDirectory directory,
        CollarProgress progress,
        History history,
        LiveFeed live,
        Ingest ingest,
        AccountsWing accounts,
        Households households,
        Insights insights) {}
