/** From raw motion to labels: windows, features, the trained model. */
@NullMarked
package ai.petty.inference.motion;

import org.jspecify.annotations.NullMarked;
