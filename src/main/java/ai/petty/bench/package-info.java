/**
 * What the machine can do and what Petty makes of it: one run measures the ceilings (COPY, a bare echo, a bare group
 * commit), a neighbour (InfluxDB) and Petty, one after the other, on the same PostgreSQL settings.
 */
@NullMarked
package ai.petty.bench;

import org.jspecify.annotations.NullMarked;
