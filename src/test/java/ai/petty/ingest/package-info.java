@NullMarked
package ai.petty.ingest;

import org.jspecify.annotations.NullMarked;
