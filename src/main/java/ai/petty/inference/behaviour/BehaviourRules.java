package ai.petty.inference.behaviour;

import java.time.Duration;

/** The rules by which readings and labels of motion become episodes. */
public final class BehaviourRules implements BehaviourMachine {
    /** Goes up with every change of what the same observations lead to, and of how a state lies in bytes. */
    private static final int EDITION = 2;

    private final BehaviourOptions options;
    private final int version;

    public BehaviourRules(BehaviourOptions options) {
        this.options = options;
        this.version = 31 * EDITION + options.fingerprint();
    }

    @Override
    public BehaviourState start(long pairingId) {
        return new Memory(pairingId, version, options);
    }

    @Override
    public Step step(BehaviourState state, Observation next) {
        return memory(state).after(next);
    }

    @Override
    public Step silence(BehaviourState state, long now) {
        return memory(state).afterSilence(now);
    }

    @Override
    public BehaviourState decode(long pairingId, byte[] encoded) {
        var memory = new Memory(pairingId, version, options);
        try {
            memory.read(new Layout.Reader(version, encoded));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("no state: a number is too large", e);
        }
        return memory;
    }

    private static Memory memory(BehaviourState state) {
        if (state instanceof Memory memory) {
            return memory;
        }
        throw new IllegalArgumentException("a state of another machine");
    }

    @Override
    public Duration longestGap() {
        return options.longestGap();
    }

    @Override
    public int version() {
        return version;
    }
}
