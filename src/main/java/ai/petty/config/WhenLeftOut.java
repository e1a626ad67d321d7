package ai.petty.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a field of a list's item is when it is left out: {@code config/petty.yaml} has no items to show it in. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface WhenLeftOut {
    /** As it would be written; the empty text also for an empty list or map. */
    String value();
}
