package io.jobqueue.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.jobqueue.worker.options.SharedContainer;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker process is told, as text on its command line.
 *
 * @param store the address of its store, see {@link WorkerStore}
 * @param ledger the file of the ledger
 * @param queues the queues that it serves
 * @param concurrency how many jobs of each at once
 * @param lease how long its leases run
 * @param traits what is particular about it
 */
record WorkerSettings(String store, String ledger, List<String> queues, int concurrency, Duration lease,
		Traits traits) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static WorkerSettings of(String store, Path ledger) {
		return new WorkerSettings(store, ledger.toString(), List.of("default"), 10, Duration.ofSeconds(2), Traits.NONE);
	}

	WorkerSettings withQueues(String... queues) {
		return new WorkerSettings(this.store, this.ledger, List.of(queues), this.concurrency, this.lease, this.traits);
	}

	WorkerSettings withConcurrency(int concurrency) {
		return new WorkerSettings(this.store, this.ledger, this.queues, concurrency, this.lease, this.traits);
	}

	WorkerSettings withLease(Duration lease) {
		return new WorkerSettings(this.store, this.ledger, this.queues, this.concurrency, lease, this.traits);
	}

	WorkerSettings withTraits(Traits traits) {
		return new WorkerSettings(this.store, this.ledger, this.queues, this.concurrency, this.lease, traits);
	}

	String toText() {
		return JSON.writeValueAsString(this);
	}

	static WorkerSettings parse(String text) {
		return JSON.readValue(text, WorkerSettings.class);
	}

	/**
	 * What is particular about a worker.
	 *
	 * @param clockAhead how far its clock is ahead of the true time
	 * @param newRelease whether it knows the tasks of the new release
	 * @param schedules how many schedules it declares, each of which ticks every 100 ms
	 * @param shared the order in which its queues share one container, {@code null} if
	 * each has its own; the first has the weight 3
	 */
	record Traits(Duration clockAhead, boolean newRelease, int schedules, SharedContainer.@Nullable Order shared) {

		static final Traits NONE = new Traits(Duration.ZERO, false, 0);

		Traits(Duration clockAhead, boolean newRelease, int schedules) {
			this(clockAhead, newRelease, schedules, null);
		}

	}

}
