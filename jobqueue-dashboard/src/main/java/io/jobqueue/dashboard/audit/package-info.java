/**
 * The record of acts of users. It is a log and an event, and no store: an application
 * keeps its audits where it keeps those of its other parts.
 */
@NullMarked
package io.jobqueue.dashboard.audit;

import org.jspecify.annotations.NullMarked;
