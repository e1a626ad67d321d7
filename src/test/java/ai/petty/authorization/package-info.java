@NullMarked
package ai.petty.authorization;

import org.jspecify.annotations.NullMarked;
