package io.jobqueue.worker.notes;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.worker.timing.Backoff;

/**
 * Calls of the store by the thread of a job. While the store is unavailable, a call is
 * repeated until the attempt must stop. An interrupt does not end a call: a step that is
 * finished when its worker stops is stored nevertheless.
 *
 * @param notes finds the part of the store, or throws if the store has none
 * @param stopped whether the attempt must stop
 */
record StoreCalls(Supplier<JobNotes> notes, BooleanSupplier stopped) {

	<R> R call(Function<JobNotes, R> call) {
		Backoff backoff = new Backoff(Math::random);
		boolean interrupted = false;
		try {
			while (true) {
				interrupted |= Thread.interrupted();
				// Read before the call: one that an interrupt breaks is made once more.
				boolean last = this.stopped.getAsBoolean();
				try {
					return call.apply(this.notes.get());
				}
				catch (StoreUnavailableException ex) {
					if (last) {
						throw ex;
					}
				}
				LockSupport.parkNanos(backoff.next().toNanos());
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
