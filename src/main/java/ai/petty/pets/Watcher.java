package ai.petty.pets;

import java.util.UUID;

/** Somebody who looks at a pet. */
public record Watcher(UUID account, UUID petId) {}
