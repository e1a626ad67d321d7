@NullMarked
package ai.petty.identity.tokens;

import org.jspecify.annotations.NullMarked;
