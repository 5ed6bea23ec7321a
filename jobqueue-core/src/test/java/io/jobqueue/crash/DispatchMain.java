package io.jobqueue.crash;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.crash.Ledger.Event;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A process that dispatches jobs in a transaction and commits it, dispatches the same in
 * another one, and then holds that open for ever.
 */
final class DispatchMain {

	static final int JOBS = 10;

	private DispatchMain() {
	}

	public static void main(String[] args) {
		DatabaseAddress address = DatabaseAddress.parse(URI.create(args[0]));
		Ledger ledger = new Ledger(Path.of(args[1]));
		HikariDataSource pool = address.connect();
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
		JobDispatcher jobs = Scene.dispatcher(WorkerStore.backend(pool, address), InstantSource.system());
		transaction.executeWithoutResult((status) -> dispatch(jobs, ledger, Event.DISPATCHED));
		transaction.executeWithoutResult((status) -> {
			dispatch(jobs, ledger, Event.ROLLED_BACK);
			hold();
		});
	}

	private static void dispatch(JobDispatcher jobs, Ledger ledger, Event event) {
		JobRequest request = JobRequest.of(LedgerTask.NAME, 1);
		ledger.write(event, jobs.dispatchAll(Collections.nCopies(JOBS, request)).stream().map(JobId::value).toList(),
				"dispatcher", 0);
	}

	private static void hold() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nobody interrupts this thread", ex);
		}
	}

}
