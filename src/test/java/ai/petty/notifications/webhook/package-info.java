@NullMarked
package ai.petty.notifications.webhook;

import org.jspecify.annotations.NullMarked;
