@NullMarked
package ai.petty.app;

import org.jspecify.annotations.NullMarked;
