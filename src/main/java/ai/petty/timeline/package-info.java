/** What a pet did when, told to people: episodes with their corrections, and what viewers see of them as it happens. */
@NullMarked
package ai.petty.timeline;

import org.jspecify.annotations.NullMarked;
