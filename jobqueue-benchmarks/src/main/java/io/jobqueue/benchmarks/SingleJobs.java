package io.jobqueue.benchmarks;

import java.time.Duration;
import java.util.Optional;

import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.contender.Pause;
import io.jobqueue.benchmarks.contender.Usage;

/** The measures of jobs that are dispatched by themselves. */
final class SingleJobs {

	/** Pools of connections are filled in that time, and a worker finds nothing. */
	private static final Duration SETTLE = Duration.ofMillis(500);

	private static final int PERMITS = 10;

	private final Turns turns;

	private final Results results;

	SingleJobs(Turns turns, Results results) {
		this.turns = turns;
		this.results = results;
	}

	void oneByOne(ContenderProcess contender) {
		int jobs = this.turns.jobs(contender, 10_000);
		this.turns.dispatching(contender, () -> {
			Pause.of(SETTLE);
			this.results.rateAndCost("dispatch one by one", contender, jobs, contender.run("one-by-one", jobs, 1));
		});
	}

	void enqueueOnly(ContenderProcess contender) {
		int jobs = this.turns.jobs(contender, 20_000);
		this.turns.dispatching(contender, () -> this.results.rate("enqueue only, 8 threads", contender, jobs,
				contender.run("one-by-one", jobs, 8)));
	}

	/** The rate of many threads beside that of one, in the same application. */
	void dispatchBy16(ContenderProcess contender) {
		int few = this.turns.jobs(contender, 10_000);
		int many = this.turns.jobs(contender, 64_000);
		this.turns.dispatching(contender, () -> {
			Optional<Usage> one = contender.run("one-by-one", few, 1);
			Optional<Usage> all = contender.run("one-by-one", many, 16);
			this.results.rate("dispatch by 1 thread", contender, few, one);
			this.results.rate("dispatch by 16 threads", contender, many, all);
			one.ifPresent((alone) -> all.ifPresent((together) -> this.results.add("rate of 16 threads to that of one",
					contender, many / together.seconds() / (few / alone.seconds()))));
		});
	}

	/** One thread dispatches, and a worker of the same application runs the jobs. */
	void trickle(ContenderProcess contender) {
		int jobs = this.turns.jobs(contender, 10_000);
		this.turns.with(contender, Contender.Load.of(PERMITS), () -> {
			contender.run("idle");
			Pause.of(SETTLE);
			this.results.rateAndCost("one producer and 10 permits", contender, jobs, contender.run("trickle", jobs));
		});
	}

	/** From a dispatch to the start of the job, in the same application. */
	void latency(ContenderProcess contender) {
		this.turns.with(contender, Contender.Load.of(PERMITS), () -> {
			contender.run("idle");
			latencies("idle latency", contender);
		});
	}

	/** The same from another application. */
	void latencyFromElsewhere(ContenderProcess contender) {
		this.turns.with(contender, Contender.Load.of(PERMITS), () -> {
			contender.run("idle");
			contender.run("elsewhere")
				.ifPresent((usage) -> latencies("idle latency from another application", contender));
		});
	}

	private void latencies(String name, ContenderProcess contender) {
		Pause.of(SETTLE);
		contender.run("latencies", this.turns.jobs(contender, 1_000))
			.ifPresent((usage) -> this.results.times(name, contender, usage));
	}

}
