package io.jobqueue.payload;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.PayloadStore;
import io.jobqueue.maintenance.MaintenanceDuty;
import io.jobqueue.store.StoreBackend;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the payloads of jobs that do not exist. A payload that was put a short time ago
 * stays, because its job may still be on its way. A pass looks at all payloads, one page
 * a run. Used by one thread.
 */
public final class UnusedPayloads implements MaintenanceDuty {

	static final int PAGE = 200;

	private static final Logger logger = LoggerFactory.getLogger(UnusedPayloads.class);

	private static final Duration NEXT_PASS = Duration.ofMinutes(10);

	private static final Duration NEXT_PAGE = Duration.ofSeconds(1);

	/** Other duties run in between. */
	private static final Duration BUSY = Duration.ofMillis(5);

	private final PayloadStore payloads;

	private final StoreBackend store;

	private final Duration age;

	private @Nullable JobId last;

	private Duration interval = NEXT_PAGE;

	/**
	 * Make the duty.
	 * @param payloads the payloads
	 * @param store the store of their jobs
	 * @param age how long a job may be on its way
	 */
	public UnusedPayloads(PayloadStore payloads, StoreBackend store, Duration age) {
		this.payloads = payloads;
		this.store = store;
		this.age = age;
	}

	@Override
	public String name() {
		return "unused payloads";
	}

	@Override
	public Duration interval() {
		return this.interval;
	}

	@Override
	public void run() {
		List<JobId> page = this.payloads.olderThan(this.age, this.last, PAGE);
		int deleted = delete(page);
		boolean more = page.size() >= PAGE;
		this.last = more ? page.get(page.size() - 1) : null;
		this.interval = !more ? NEXT_PASS : (deleted > 0) ? BUSY : NEXT_PAGE;
	}

	private int delete(List<JobId> page) {
		if (page.isEmpty()) {
			return 0;
		}
		Set<JobId> used = this.store.queries().find(page).keySet();
		List<JobId> unused = page.stream().filter((id) -> !used.contains(id)).toList();
		if (!unused.isEmpty()) {
			this.payloads.delete(unused);
			logger.debug("The payloads of {} jobs that do not exist were deleted", unused.size());
		}
		return unused.size();
	}

}
