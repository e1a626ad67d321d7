package ai.petty.inference.behaviour;

/** What a pet does at one moment, from the mildest to the liveliest. It does one of these at a time. */
enum Doing {
    REST(0, Behaviour.RESTING),
    WALK(1, Behaviour.WALKING),
    PLAY(2, Behaviour.PLAYING),
    RUN(3, Behaviour.RUNNING);

    /** {@code values()} makes an array each time. */
    static final Doing[] ALL = values();

    private final int number;
    private final Behaviour behaviour;

    Doing(int number, Behaviour behaviour) {
        this.number = number;
        this.behaviour = behaviour;
    }

    /** Its place in {@link #ALL}; also stands in states. */
    int number() {
        return number;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    boolean isLivelierThan(Doing other) {
        return number > other.number;
    }
}
