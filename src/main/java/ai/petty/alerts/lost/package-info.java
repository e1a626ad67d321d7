/** A pet that is looked for: its collar reports more often, and whoever holds a link sees where it is, for a while. */
@NullMarked
package ai.petty.alerts.lost;

import org.jspecify.annotations.NullMarked;
