@NullMarked
package ai.petty.notifications;

import org.jspecify.annotations.NullMarked;
