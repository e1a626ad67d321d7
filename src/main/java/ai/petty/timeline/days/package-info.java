/** Days of a pet in its own time zone, what is usual for it, and how it is by that. */
@NullMarked
package ai.petty.timeline.days;

import org.jspecify.annotations.NullMarked;
