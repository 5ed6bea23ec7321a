/**
 * Requests and responses of the dashboard without a web framework: a table of routes, the
 * checks that every request passes, and the static files. Spring MVC and Spring WebFlux
 * each have an adapter of a few lines. Checks of access, origin and read-only mode happen
 * here for all routes, so that neither a route nor an adapter can omit one.
 */
@NullMarked
package io.jobqueue.dashboard.http;

import org.jspecify.annotations.NullMarked;
