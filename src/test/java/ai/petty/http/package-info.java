@NullMarked
package ai.petty.http;

import org.jspecify.annotations.NullMarked;
