/** Makes the motion model from recordings, and says how good it is. Stands beside the house. */
@NullMarked
package ai.petty.training;

import org.jspecify.annotations.NullMarked;
