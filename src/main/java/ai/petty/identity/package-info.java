/** Who is calling. The seam stands here; accounts, tokens and collar credentials come behind it. */
@NullMarked
package ai.petty.identity;

import org.jspecify.annotations.NullMarked;
