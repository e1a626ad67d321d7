/** What viewers see as it happens: a snapshot first, then what changes, never more than a reader can take. */
@NullMarked
package ai.petty.live;

import org.jspecify.annotations.NullMarked;
