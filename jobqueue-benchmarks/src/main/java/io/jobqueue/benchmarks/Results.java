package io.jobqueue.benchmarks;

import java.util.Arrays;
import java.util.Optional;

import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.contender.Usage;
import io.jobqueue.benchmarks.server.Server;

/**
 * Adds what was measured to the table.
 *
 * @param table the table
 */
record Results(Table table) {

	/** The measures that need a server behind a relay. */
	static final String ROUND_TRIPS = ", round trips/job";

	/** Add the rate of jobs and the CPU time of one. */
	void rate(String name, ContenderProcess contender, int jobs, Optional<Usage> usage) {
		usage.ifPresent((used) -> {
			add(name + ", jobs/s", contender, jobs / used.seconds());
			add(name + ", sum CPU µs/job", contender, (used.server().cpuMicros() + used.clientMicros()) / jobs);
		});
	}

	/** Add the rate of jobs, and what one costs both sides and asks of the server. */
	void rateAndCost(String name, ContenderProcess contender, int jobs, Optional<Usage> usage) {
		usage.ifPresent((used) -> {
			add(name + ", jobs/s", contender, jobs / used.seconds());
			add(name + ", client CPU µs/job", contender, used.clientMicros() / jobs);
			add(name + ", server CPU µs/job", contender, used.server().cpuMicros() / jobs);
			add(name + ", sum CPU µs/job", contender, (used.server().cpuMicros() + used.clientMicros()) / jobs);
			requests(name, contender, jobs, used.server());
		});
	}

	/** Add the times of single jobs, and what one asks of the server. */
	void times(String name, ContenderProcess contender, Usage usage) {
		long[] nanos = usage.values().clone();
		Arrays.sort(nanos);
		add(name + " p50, µs", contender, nanos[nanos.length / 2] / 1e3);
		add(name + " p95, µs", contender, nanos[nanos.length * 95 / 100] / 1e3);
		add(name + " p99, µs", contender, nanos[nanos.length * 99 / 100] / 1e3);
		add(name + " max, µs", contender, nanos[nanos.length - 1] / 1e3);
		requests(name, contender, nanos.length, usage.server());
	}

	private void requests(String name, ContenderProcess contender, int jobs, Server.Work work) {
		if (contender.hasOwnCommands()) {
			add(name + ", Redis calls/job", contender, (double) work.calls() / jobs);
		}
		addIfAny(name + ", Redis commands/job", contender, (double) work.commands() / jobs);
		addIfAny(name + ", writing transactions/job", contender, (double) work.transactions() / jobs);
		addIfAny(name + ROUND_TRIPS, contender, (double) work.roundTrips() / jobs);
	}

	private void addIfAny(String measure, ContenderProcess contender, double value) {
		if (value > 0) {
			add(measure, contender, value);
		}
	}

	void add(String measure, ContenderProcess contender, double value) {
		this.table.add(measure, contender.name(), value);
	}

}
