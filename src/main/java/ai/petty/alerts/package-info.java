/** What is wrong with a pet or its collar, and who has taken care of it. */
@NullMarked
package ai.petty.alerts;

import org.jspecify.annotations.NullMarked;
