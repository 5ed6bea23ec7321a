/**
 * Lets single dispatches of several threads go to the store in one call. No thread is
 * added: one of the callers makes the call.
 * <p>
 * A caller that finds no call under way for its queue makes one at once. Callers that
 * come meanwhile wait in the line of their queue. When the call returns, the first of
 * them makes the next call for all that wait. So no caller makes more than one call for
 * others.
 * <p>
 * A shared call that fails must not change what its members get. If the store cannot be
 * used, each gets an exception of its own. After any other failure each inserts its own
 * job again: an insert can be repeated, because the store ignores a job whose id it has.
 */
@NullMarked
package io.jobqueue.dispatch.group;

import org.jspecify.annotations.NullMarked;
