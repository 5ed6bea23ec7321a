/**
 * Serves the dashboard with Spring MVC or Spring WebFlux, and protects it with Spring
 * Security. Types of optional libraries are only in configurations that a condition
 * guards.
 */
@NullMarked
package io.jobqueue.dashboard.autoconfigure;

import org.jspecify.annotations.NullMarked;
