package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.contender.Program;
import io.jobqueue.benchmarks.server.Server;

/** Runs contenders on the same server, in turn. */
public final class Comparison {

	private final Options options;

	private final Map<String, List<Target>> targets;

	/**
	 * Create a comparison.
	 * @param options what to measure
	 * @param targets the targets of some measures, by their names
	 */
	public Comparison(Options options, Map<String, List<Target>> targets) {
		this.options = options;
		this.targets = targets;
	}

	/**
	 * Return the table, below a header with the environment.
	 * @param server the server of the contenders
	 * @param programs the contenders in the order of the columns
	 */
	public String run(Server server, List<Program> programs) {
		Table table = new Table(programs.stream().map(Program::name).toList());
		List<String> header = new ArrayList<>();
		with(server, programs, (contenders) -> {
			header.add(Environment.describe(server, this.options, contenders));
			measure(new Measures(new Turns(server, contenders, this.options), table), table);
		});
		server.counted().ifPresent((counted) -> {
			try (counted) {
				count(counted, programs, table);
			}
		});
		return String.join("", header) + System.lineSeparator() + table.print(this.targets);
	}

	private void measure(Measures measures, Table table) {
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
	}

	/** Round trips are counted by themselves, as counting takes longer than they do. */
	private void count(Server counted, List<Program> programs, Table table) {
		with(counted, programs, (contenders) -> {
			Table counts = new Table(List.of());
			new Measures(new Turns(counted, contenders, this.options), counts).count();
			table.take(counts, (measure) -> measure.endsWith(Results.ROUND_TRIPS));
		});
	}

	private static void with(Server server, List<Program> programs, Consumer<List<ContenderProcess>> work) {
		List<ContenderProcess> contenders = new ArrayList<>();
		try {
			programs.forEach((program) -> contenders.add(new ContenderProcess(program, server)));
			work.accept(contenders);
		}
		finally {
			contenders.forEach(ContenderProcess::close);
		}
	}

}
