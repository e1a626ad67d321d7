package ai.petty.inference.motion;

import java.util.List;

/**
 * What a model made of one piece of motion.
 *
 * @param windows in the order of time
 * @param model the version of the model, such as {@code motion-1}
 */
public record LabelledMotion(List<LabelledWindow> windows, String model) {}
