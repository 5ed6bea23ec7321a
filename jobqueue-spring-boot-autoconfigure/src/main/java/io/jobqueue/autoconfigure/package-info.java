/**
 * Wires jobqueue into a Spring Boot application. Properties stop here: values are checked
 * while they are bound, and each capability turns its own keys into options of the core,
 * which never sees a properties class. Types that an application may lack are named only
 * inside nested configurations that a class condition guards.
 */
@NullMarked
package io.jobqueue.autoconfigure;

import org.jspecify.annotations.NullMarked;
