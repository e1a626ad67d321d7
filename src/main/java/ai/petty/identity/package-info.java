/** Who is calling. The seam stands here; accounts, sessions and tokens stand in the rooms behind it. */
@NullMarked
package ai.petty.identity;

import org.jspecify.annotations.NullMarked;
