@NullMarked
package ai.petty.alerts;

import org.jspecify.annotations.NullMarked;
