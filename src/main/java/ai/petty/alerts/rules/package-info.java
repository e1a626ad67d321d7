/** When something is wrong, as pure functions of what came before and what comes next. No input or output lives here. */
@NullMarked
package ai.petty.alerts.rules;

import org.jspecify.annotations.NullMarked;
