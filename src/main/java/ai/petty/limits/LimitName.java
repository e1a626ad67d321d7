package ai.petty.limits;

import ai.petty.config.PettyConfig;

/** The limits that there are, each with its bucket in the configuration. */
public enum LimitName {
    V1_INGEST,
    V1_REALTIME,
    V1_TIMELINE,
    V1_FEEDBACK,
    V2_FRAMES,
    V2_BACKFILL,
    V2_READS,
    V2_INFERENCE,
    SIGN_IN,
    SIGN_IN_ACCOUNT;

    PettyConfig.Bucket bucket(PettyConfig.Limits limits) {
        return switch (this) {
            case V1_INGEST -> limits.v1Ingest();
            case V1_REALTIME -> limits.v1Realtime();
            case V1_TIMELINE -> limits.v1Timeline();
            case V1_FEEDBACK -> limits.v1Feedback();
            case V2_FRAMES -> limits.v2Frames();
            case V2_BACKFILL -> limits.v2Backfill();
            case V2_READS -> limits.v2Reads();
            case V2_INFERENCE -> limits.v2Inference();
            case SIGN_IN -> limits.signIn();
            case SIGN_IN_ACCOUNT -> limits.signInAccount();
        };
    }
}
