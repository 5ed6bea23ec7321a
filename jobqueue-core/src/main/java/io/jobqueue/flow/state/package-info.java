/**
 * The state of a flow, and the forms in which flows are stored. The rules of flows are
 * the methods of {@link io.jobqueue.flow.state.FlowState}, which have no side effects.
 */
@NullMarked
package io.jobqueue.flow.state;

import org.jspecify.annotations.NullMarked;
