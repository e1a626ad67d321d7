@org.jspecify.annotations.NullMarked
package ai.petty.plan;
