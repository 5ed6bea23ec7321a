package io.jobqueue.benchmarks;

import java.util.Locale;

import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.ContenderProcess;

/** The measures of many jobs that are dispatched together, or wait together. */
final class Backlogs {

	private final Turns turns;

	private final Results results;

	Backlogs(Turns turns, Results results) {
		this.turns = turns;
		this.results = results;
	}

	void bulk(ContenderProcess contender) {
		int jobs = this.turns.jobs(contender, 100_000);
		this.turns.dispatching(contender,
				() -> this.results.rate("dispatch in bulk", contender, jobs, contender.run("bulk", jobs, Turns.SMALL)));
	}

	void drain(ContenderProcess contender, int concurrency) {
		int jobs = this.turns.jobs(contender, 50_000);
		this.turns.with(contender, Contender.Load.of(concurrency), () -> {
			contender.run("fill", jobs, Turns.SMALL);
			this.results.rateAndCost("drain at " + concurrency, contender, jobs, contender.run("drain", jobs));
		});
	}

	void dispatchAndDrain(ContenderProcess contender) {
		int jobs = this.turns.jobs(contender, 50_000);
		this.turns.with(contender, Contender.Load.of(50),
				() -> this.results.rate("dispatch and drain at 50", contender, jobs, contender.run("both", jobs)));
	}

	void sleepers(ContenderProcess contender, boolean virtual) {
		int jobs = this.turns.jobs(contender, 4_000);
		String name = "200 at once of 50 ms, " + (virtual ? "virtual" : "platform") + " threads";
		boolean can = this.turns.with(contender, new Contender.Load(200, virtual, 50), () -> {
			contender.run("fill", jobs, Turns.SMALL);
			this.results.rate(name, contender, jobs, contender.run("drain", jobs));
		});
		if (!can && virtual) {
			this.results.table().note(name + ", jobs/s", "not run: needs JDK 21");
		}
	}

	void payloads(ContenderProcess contender) {
		payload(contender, 1, this.turns.jobs(contender, 20_000));
		payload(contender, 10, this.turns.jobs(contender, 5_000));
		payload(contender, 100, this.turns.jobs(contender, 1_000));
	}

	private void payload(ContenderProcess contender, int kilobytes, int jobs) {
		this.turns.empty(contender);
		this.turns.dispatching(contender, () -> this.results.rate("dispatch in bulk, %d KB".formatted(kilobytes),
				contender, jobs, contender.run("bulk", jobs, 1_000 * kilobytes)));
		this.turns.empty(contender);
		this.turns.with(contender, Contender.Load.of(10), () -> {
			contender.run("fill", jobs, 1_000 * kilobytes);
			this.results.rate("drain at 10, %d KB".formatted(kilobytes), contender, jobs, contender.run("drain", jobs));
		});
	}

	void memory(ContenderProcess contender) {
		int jobs = this.turns.jobs(contender, 100_000);
		this.turns.dispatching(contender, () -> {
			long before = this.turns.server().memory();
			contender.run("fill", jobs, Turns.SMALL);
			if (before > 0) {
				this.results.add("bytes a waiting job", contender,
						(double) (this.turns.server().memory() - before) / jobs);
			}
		});
	}

	/**
	 * Drain the same number of jobs from a short and from a long queue, in as many turns
	 * of a worker.
	 */
	void waiting(ContenderProcess contender) {
		int few = this.turns.jobs(contender, 10_000);
		int many = this.turns.jobs(contender, 1_000_000);
		int times = 5;
		double slow = 0;
		double fast = 0;
		for (int i = 0; i < times; i++) {
			fast += seconds(contender, few, few);
			this.turns.empty(contender);
		}
		this.turns.dispatching(contender, () -> contender.run("fill", many, Turns.SMALL));
		for (int i = 0; i < times; i++) {
			slow += seconds(contender, few, 0);
		}
		this.results.add(String.format(Locale.ROOT, "drain at 50 of %,d waiting, jobs/s", few), contender,
				times * few / fast);
		this.results.add(String.format(Locale.ROOT, "drain at 50 of %,d waiting, jobs/s", many), contender,
				times * few / slow);
		this.results.add("rate of the long queue to that of the short", contender, fast / slow);
	}

	/** Dispatch and run jobs for a minute while a snapshot of older data is open. */
	void snapshot(ContenderProcess contender) {
		int jobs = this.turns.jobs(contender, 20_000);
		long length = this.turns.millis(60_000) * 1_000_000L;
		double fast = Math.min(seconds(contender, jobs, jobs), seconds(contender, jobs, jobs));
		this.turns.server().oldSnapshot().ifPresent((snapshot) -> {
			double slow;
			try (snapshot) {
				long start = System.nanoTime();
				do {
					slow = seconds(contender, jobs, jobs);
				}
				while (System.nanoTime() - start < length);
			}
			this.results.add("drain at 50, at the end of an old snapshot, jobs/s", contender, jobs / slow);
			this.results.add("rate beside an old snapshot to that without", contender, fast / slow);
		});
	}

	private double seconds(ContenderProcess contender, int jobs, int dispatched) {
		double[] seconds = { Double.NaN };
		this.turns.with(contender, Contender.Load.of(50), () -> {
			if (dispatched > 0) {
				contender.run("fill", dispatched, Turns.SMALL);
			}
			contender.run("drain", jobs).ifPresent((usage) -> seconds[0] = usage.seconds());
		});
		return seconds[0];
	}

}
