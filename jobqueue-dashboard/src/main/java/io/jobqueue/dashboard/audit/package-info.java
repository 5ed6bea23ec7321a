/**
 * The record of acts of users: in the log, in the store, and as an event for an
 * application that keeps all its audits in one place.
 */
@NullMarked
package io.jobqueue.dashboard.audit;

import org.jspecify.annotations.NullMarked;
