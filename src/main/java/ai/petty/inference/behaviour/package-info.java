/** What a pet is doing, as pure functions of what its collar has sent. No input or output lives here. */
@NullMarked
package ai.petty.inference.behaviour;

import org.jspecify.annotations.NullMarked;
