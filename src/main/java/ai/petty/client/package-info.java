/** The typed client of the API: one collar's uplink, and telemetry over HTTP. Imports nothing of the server. */
@NullMarked
package ai.petty.client;

import org.jspecify.annotations.NullMarked;
