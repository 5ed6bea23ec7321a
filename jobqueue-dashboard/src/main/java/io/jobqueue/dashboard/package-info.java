/**
 * The dashboard: a page, and a JSON API that it uses. This package has what an
 * application may use of it: the event of an act, for an audit.
 */
@NullMarked
package io.jobqueue.dashboard;

import org.jspecify.annotations.NullMarked;
