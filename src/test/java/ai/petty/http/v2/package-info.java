@NullMarked
package ai.petty.http.v2;

import org.jspecify.annotations.NullMarked;
