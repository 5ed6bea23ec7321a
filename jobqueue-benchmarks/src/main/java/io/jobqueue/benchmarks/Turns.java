package io.jobqueue.benchmarks;

import java.util.List;
import java.util.function.Consumer;

import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.server.Server;

/**
 * Has all contenders do each piece of work in turn, so that they are compared under the
 * same load of the machine.
 */
final class Turns {

	/** The size of most payloads in bytes. */
	static final int SMALL = 100;

	private final Server server;

	private final List<ContenderProcess> contenders;

	private final Options options;

	Turns(Server server, List<ContenderProcess> contenders, Options options) {
		this.server = server;
		this.contenders = List.copyOf(contenders);
		this.options = options;
	}

	void each(String measure, Consumer<ContenderProcess> work) {
		if (this.options.isRequested(measure)) {
			for (ContenderProcess contender : this.contenders) {
				System.err.println(measure + " of " + contender.name());
				empty(contender);
				work.accept(contender);
			}
		}
	}

	void empty(ContenderProcess contender) {
		this.server.empty();
		contender.run("empty");
	}

	int jobs(ContenderProcess contender, int usual) {
		return contender.jobs(usual * this.options.scale());
	}

	/** A length of time, shorter if there is less work than usual. */
	int millis(int usual) {
		return (int) (usual * Math.min(1, this.options.scale()));
	}

	Server server() {
		return this.server;
	}

	/** Have an application that only dispatches for a piece of work. */
	void dispatching(ContenderProcess contender, Runnable work) {
		with(contender, Contender.Load.NONE, work);
	}

	/**
	 * Have an application for a piece of work.
	 * @return whether the contender supports such a load
	 */
	boolean with(ContenderProcess contender, Contender.Load load, Runnable work) {
		boolean can = contender.run("ready", load.concurrency(), load.virtual() ? 1 : 0, load.millis()).isPresent();
		if (can) {
			work.run();
			contender.run("rest");
		}
		return can;
	}

}
