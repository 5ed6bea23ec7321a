/**
 * Answers requests without a web framework: checks them, calls their route, and adds the
 * headers. Spring MVC and Spring WebFlux each have an adapter of a few lines. Checks of
 * access, origin and read-only mode are here for all routes, so that neither a route nor
 * an adapter can omit one.
 */
@NullMarked
package io.jobqueue.dashboard.http;

import org.jspecify.annotations.NullMarked;
