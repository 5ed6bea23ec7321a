package io.jobqueue.benchmarks;

import java.util.Optional;

import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.contender.Usage;

/**
 * Adds what was measured to the table.
 *
 * @param table the table
 */
record Results(Table table) {

	/** Add the rate of jobs and the CPU time of one. */
	void rate(String name, ContenderProcess contender, int jobs, Optional<Usage> usage) {
		usage.ifPresent((used) -> {
			double server = used.server().cpuMicros() / jobs;
			double client = used.clientMicros() / jobs;
			add(name + ", jobs/s", contender, jobs / used.seconds());
			if (name.startsWith("drain at") && !name.contains("KB")) {
				add(name + ", client CPU µs/job", contender, client);
				add(name + ", server CPU µs/job", contender, server);
			}
			add(name + ", sum CPU µs/job", contender, client + server);
		});
	}

	/** Add the number of calls and commands of one job. */
	void calls(String name, ContenderProcess contender, int jobs, Usage usage) {
		if (contender.hasOwnCommands()) {
			add(name + ", Redis calls/job", contender, (double) usage.server().calls() / jobs);
		}
		if (usage.server().commands() > 0) {
			add(name + ", Redis commands/job", contender, (double) usage.server().commands() / jobs);
		}
	}

	void add(String measure, ContenderProcess contender, double value) {
		this.table.add(measure, contender.name(), value);
	}

}
