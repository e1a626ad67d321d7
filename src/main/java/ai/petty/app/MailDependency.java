package ai.petty.app;

import ai.petty.mail.Outbox;
import ai.petty.observability.Dependency;

/** How the way to the mail server does, for the readiness report. Without it mails wait; nothing else does. */
record MailDependency(Outbox mails) implements Dependency {
    @Override
    public String name() {
        return "mail";
    }

    @Override
    public State state() {
        return switch (mails.state()) {
            case CLOSED -> State.up();
            case HALF_OPEN -> new State(Level.DEGRADED, "the breaker lets one mail through to try");
            case OPEN -> new State(Level.DOWN, "the breaker is open: the mail server did not take mails, they wait");
        };
    }
}
