/**
 * Routes, and what they take and answer. A route is plain data with a function, so that
 * the same table is served, protected and described.
 */
@NullMarked
package io.jobqueue.dashboard.route;

import org.jspecify.annotations.NullMarked;
