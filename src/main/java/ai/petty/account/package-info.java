/** All that is known of one person, across the rooms: telling it to them, and forgetting it. */
@NullMarked
package ai.petty.account;

import org.jspecify.annotations.NullMarked;
