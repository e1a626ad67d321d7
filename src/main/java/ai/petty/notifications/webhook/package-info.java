/** Programs of people's own that are told by HTTP: what is sent, signed how, and to which addresses never. */
@NullMarked
package ai.petty.notifications.webhook;

import org.jspecify.annotations.NullMarked;
