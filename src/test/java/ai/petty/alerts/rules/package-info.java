@NullMarked
package ai.petty.alerts.rules;

import org.jspecify.annotations.NullMarked;
