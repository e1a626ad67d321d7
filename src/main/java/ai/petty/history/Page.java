package ai.petty.history;

import java.util.List;
import java.util.Optional;

/** @param nextCursor where the next page starts; empty when this is the last */
public record Page<T>(List<T> items, Optional<String> nextCursor) {}
