/**
 * What takes part in a transaction that Spring has bound to a thread. It needs spring-tx,
 * which is optional.
 */
@NullMarked
package io.jobqueue.transaction;

import org.jspecify.annotations.NullMarked;
