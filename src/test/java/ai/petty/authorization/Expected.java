package ai.petty.authorization;

/**
 * What must come back.
 *
 * @param told what the body must hold, such as the code of the problem; empty where any body is good
 */
record Expected(int status, String told) {
    static Expected told(int status, String part) {
        return new Expected(status, part);
    }

    static Expected allowed(int status) {
        return new Expected(status, "");
    }

    static Expected refused(int status, String code) {
        return new Expected(status, code);
    }
}
