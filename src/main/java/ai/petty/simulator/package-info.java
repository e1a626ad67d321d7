/** Simulated collars that speak the real protocol through a real socket. Imports {@code client} and nothing of the server. */
@NullMarked
package ai.petty.simulator;

import org.jspecify.annotations.NullMarked;
