/** What a pet needs in a day: energy, food, exercise, water; from its profile and from what was observed of it. */
@NullMarked
package ai.petty.plan;

import org.jspecify.annotations.NullMarked;
