/** The configuration: one typed tree, loaded once, validated as a whole. Nothing else reads files or the environment. */
@NullMarked
package ai.petty.config;

import org.jspecify.annotations.NullMarked;
