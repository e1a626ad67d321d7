package ai.petty.problem;

/**
 * One thing that is wrong with one place of an input.
 *
 * @param pointer RFC 6901 JSON pointer to the place, such as {@code /location/coordinates/0}; empty for the whole input
 * @param code stable dotted name, such as {@code reading.out_of_range}
 * @param detail one sentence for a person; never echoes more than a few characters of the input
 */
public record FieldError(String pointer, String code, String detail) {}
