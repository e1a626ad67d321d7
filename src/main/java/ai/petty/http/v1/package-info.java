/** Version 1 of the API: one file for each resource, from path to service to that version's shape. */
@NullMarked
package ai.petty.http.v1;

import org.jspecify.annotations.NullMarked;
