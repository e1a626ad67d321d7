@NullMarked
package ai.petty.inference.behaviour;

import org.jspecify.annotations.NullMarked;
