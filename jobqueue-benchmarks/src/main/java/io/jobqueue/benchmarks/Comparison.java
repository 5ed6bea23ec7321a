package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.server.Server;

/** Runs contenders on the same server, in turn. */
public final class Comparison {

	private final Options options;

	private final Map<String, Target> targets;

	/**
	 * Create a comparison.
	 * @param options what to measure
	 * @param targets the targets of some measures, by their names
	 */
	public Comparison(Options options, Map<String, Target> targets) {
		this.options = options;
		this.targets = targets;
	}

	/**
	 * Return the table, below a header with the environment.
	 * @param server the server of the contenders
	 * @param programs the contenders in the order of the columns
	 */
	public String run(Server server, ContenderProcess.Program... programs) {
		List<ContenderProcess> contenders = new ArrayList<>();
		try {
			for (ContenderProcess.Program program : programs) {
				contenders.add(new ContenderProcess(program, server));
			}
			Table table = new Table(contenders.stream().map(ContenderProcess::name).toList());
			Measures measures = new Measures(server, contenders, table, this.options);
			for (int i = 0; i < this.options.warmUps(); i++) {
				measures.warmUp();
			}
			if (this.options.warmUps() > 0) {
				measures.warmUpOnce();
			}
			table.clear();
			for (int i = 0; i < this.options.rounds(); i++) {
				measures.run();
			}
			return Environment.describe(server, this.options) + System.lineSeparator() + table.print(this.targets);
		}
		finally {
			contenders.forEach(ContenderProcess::close);
		}
	}

}
