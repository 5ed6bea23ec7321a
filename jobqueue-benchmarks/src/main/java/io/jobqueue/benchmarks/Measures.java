package io.jobqueue.benchmarks;

import java.time.Duration;

import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.contender.Pause;

/** The names of all measures, in the order of a round. */
final class Measures {

	private final Turns turns;

	private final Results results;

	private final SingleJobs singles;

	private final Backlogs backlogs;

	Measures(Turns turns, Table table) {
		this.turns = turns;
		this.results = new Results(table);
		this.singles = new SingleJobs(turns, this.results);
		this.backlogs = new Backlogs(turns, this.results);
	}

	/** Run one round of the work that is slow until the JVM has compiled it. */
	void warmUp() {
		this.turns.each("one-by-one", this.singles::oneByOne);
		this.turns.each("trickle", this.singles::trickle);
		this.turns.each("bulk", this.backlogs::bulk);
		this.turns.each("drain-10", (contender) -> this.backlogs.drain(contender, 10));
		this.turns.each("drain-50", (contender) -> this.backlogs.drain(contender, 50));
		this.turns.each("both-at-once", this.backlogs::dispatchAndDrain);
		this.turns.each("enqueue-only", this.singles::enqueueOnly);
		this.turns.each("dispatch-16", this.singles::dispatchBy16);
	}

	/**
	 * Run the work for which one round of warm-up is enough, because it is long or rare.
	 */
	void warmUpOnce() {
		latencies();
		this.turns.each("sleepers", (contender) -> this.backlogs.sleepers(contender, false));
		this.turns.each("virtual", (contender) -> this.backlogs.sleepers(contender, true));
		this.turns.each("payloads", this.backlogs::payloads);
	}

	void run() {
		warmUp();
		warmUpOnce();
		this.turns.each("memory", this.backlogs::memory);
		this.turns.each("waiting", this.backlogs::waiting);
		this.turns.each("snapshot", this.backlogs::snapshot);
		this.turns.each("idle", this::idle);
	}

	/** Run the work of which round trips are counted. */
	void count() {
		this.turns.each("one-by-one", this.singles::oneByOne);
		this.turns.each("trickle", this.singles::trickle);
		latencies();
	}

	private void latencies() {
		this.turns.each("latency", this.singles::latency);
		this.turns.each("elsewhere", this.singles::latencyFromElsewhere);
	}

	private void idle(ContenderProcess contender) {
		int settle = this.turns.millis(5_000);
		int length = this.turns.millis(30_000);
		this.turns.with(contender, Contender.Load.of(10), () -> {
			contender.run("idle");
			Pause.of(Duration.ofMillis(settle));
			idle("idle container", contender, length);
		});
		this.turns.dispatching(contender, () -> {
			Pause.of(Duration.ofMillis(settle));
			idle("idle enqueue-only application", contender, length / 3);
		});
	}

	private void idle(String name, ContenderProcess contender, int millis) {
		contender.run("sleep", millis).ifPresent((usage) -> {
			if (contender.hasOwnCommands()) {
				this.results.add(name + ", Redis calls/s", contender, usage.server().reads() / usage.seconds());
			}
			this.results.add(name + ", CPU ms/s", contender,
					(usage.clientMicros() + usage.server().cpuMicros()) / 1e3 / usage.seconds());
		});
	}

}
