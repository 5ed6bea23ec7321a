package io.jobqueue.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a property of a payload or a result whose value must not be shown, such as a
 * password. Explorer, endpoint and dashboard show {@code ***} in its place. If a key is
 * configured under {@code jobqueue.payload.encryption}, stores keep the value encrypted.
 * A handler and {@code JobExplorer.result} get the value itself.
 * <p>
 * The annotation covers everything inside the value. It has its place on a record
 * component, a field or a getter. It has no effect if the application supplies a
 * {@code JobSerializer} of its own.
 */
@Target({ ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Sensitive {

}
