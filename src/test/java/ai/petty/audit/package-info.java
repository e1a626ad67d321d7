@NullMarked
package ai.petty.audit;

import org.jspecify.annotations.NullMarked;
