/** Access tokens: the keys that sign them, how one is issued, and whether one that is shown still holds. */
@NullMarked
package ai.petty.identity.tokens;

import org.jspecify.annotations.NullMarked;
