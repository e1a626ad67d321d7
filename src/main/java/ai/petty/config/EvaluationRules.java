package ai.petty.config;

/** What must hold for the evaluation of what is stored. */
final class EvaluationRules {
    /** A turn is a few questions and a transaction; one that is overtaken was for nothing. */
    private static final int STATEMENTS = 4;

    private final PettyConfig config;
    private final IssuerRules.Complaint complaint;

    EvaluationRules(PettyConfig config, IssuerRules.Complaint complaint) {
        this.config = config;
        this.complaint = complaint;
    }

    void check() {
        var evaluation = config.evaluation();
        if (evaluation.lease().compareTo(config.database().statementTimeout().multipliedBy(STATEMENTS)) < 0) {
            complaint.broken(
                    "evaluation.lease",
                    "must be at least four times database.statement-timeout",
                    "database.statement-timeout");
        }
        if (evaluation.page() > evaluation.turn()) {
            complaint.broken("evaluation.page", "must be at most evaluation.turn", "evaluation.turn");
        }
    }
}
