package io.jobqueue.crash;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of what becomes of jobs on a bad day. It is given a {@link Scene} and repeated
 * as often as {@link Form} says.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@Tag("bad-day")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(BadDayExtension.class)
@interface BadDay {

}
