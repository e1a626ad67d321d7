/** From a frame or a body to committed rows: decoding, checking, group commit, the uplink session. */
@NullMarked
package ai.petty.ingest;

import org.jspecify.annotations.NullMarked;
