/** Tells people what has come about, by the ways and at the times that each of them wants. */
@NullMarked
package ai.petty.notifications;

import org.jspecify.annotations.NullMarked;
