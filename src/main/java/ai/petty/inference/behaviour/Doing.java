package ai.petty.inference.behaviour;

/** What a pet does at one moment, from the mildest to the liveliest. It does one of these at a time. */
enum Doing {
    REST(Behaviour.RESTING),
    WALK(Behaviour.WALKING),
    PLAY(Behaviour.PLAYING),
    RUN(Behaviour.RUNNING);

    /** {@code values()} makes an array each time. */
    static final Doing[] ALL = values();

    private final Behaviour behaviour;

    Doing(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    boolean isLivelierThan(Doing other) {
        return compareTo(other) > 0;
    }
}
