package ai.petty.pets;

import java.time.LocalDate;

/** What a pet weighed on a day. */
public record Weight(LocalDate day, float weightKg) {}
