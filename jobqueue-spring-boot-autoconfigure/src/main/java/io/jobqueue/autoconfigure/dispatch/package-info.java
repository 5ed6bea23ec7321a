/**
 * What an application needs to dispatch jobs. The target of dispatchers is a bean of its
 * own, so that the outbox can take the place of the store.
 */
@NullMarked
package io.jobqueue.autoconfigure.dispatch;

import org.jspecify.annotations.NullMarked;
