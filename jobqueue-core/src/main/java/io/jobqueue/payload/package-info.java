/**
 * Large payloads, which are kept beside the store of the jobs. A payload is put before
 * its job is stored and has the id of its job, so that nothing refers to a payload that
 * was not put. What belongs to no job is found by these ids, whatever left it behind: a
 * job that was deleted, a dispatch that failed, or a crash in between.
 */
@NullMarked
package io.jobqueue.payload;

import org.jspecify.annotations.NullMarked;
