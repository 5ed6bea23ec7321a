package io.jobqueue.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.contender.Pause;
import io.jobqueue.benchmarks.contender.Usage;
import io.jobqueue.benchmarks.server.Server;

/**
 * The measures. In a round, all contenders do each piece of work in turn, so that they
 * are compared under the same load of the machine.
 */
final class Measures {

	private static final int SMALL = 100;

	private final Server server;

	private final List<ContenderProcess> contenders;

	private final Table table;

	private final Results results;

	private final Options options;

	Measures(Server server, List<ContenderProcess> contenders, Table table, Options options) {
		this.server = server;
		this.contenders = List.copyOf(contenders);
		this.table = table;
		this.results = new Results(table);
		this.options = options;
	}

	/** Run one round of the work that is slow until the JVM has compiled it. */
	void warmUp() {
		each("one-by-one", this::oneByOne);
		each("bulk", this::bulk);
		each("drain-10", (contender) -> drain(contender, 10));
		each("drain-50", (contender) -> drain(contender, 50));
		each("both-at-once", this::dispatchAndDrain);
		each("enqueue-only", this::enqueueOnly);
		each("dispatch-16", this::dispatchBy16);
	}

	void run() {
		warmUp();
		warmUpOnce();
		each("memory", this::memory);
		each("waiting", this::waiting);
		each("snapshot", this::snapshot);
		each("idle", this::idle);
	}

	/**
	 * Run the work for which one round of warm-up is enough, because it is long or rare.
	 */
	void warmUpOnce() {
		each("latency", this::latency);
		each("sleepers", (contender) -> sleepers(contender, false));
		each("virtual", (contender) -> sleepers(contender, true));
		each("payloads", this::payloads);
	}

	private void each(String measure, Consumer<ContenderProcess> work) {
		if (this.options.isRequested(measure)) {
			for (ContenderProcess contender : this.contenders) {
				System.err.println(measure + " of " + contender.name());
				empty(contender);
				work.accept(contender);
			}
		}
	}

	private void empty(ContenderProcess contender) {
		this.server.empty();
		contender.run("empty");
	}

	private int jobs(ContenderProcess contender, int usual) {
		return contender.jobs(usual * this.options.scale());
	}

	private void oneByOne(ContenderProcess contender) {
		dispatching(contender, () -> this.results.rate("dispatch one by one", contender, jobs(contender, 10_000),
				contender.run("one-by-one", jobs(contender, 10_000), 1)));
	}

	private void enqueueOnly(ContenderProcess contender) {
		dispatching(contender, () -> this.results.rate("enqueue only, 8 threads", contender, jobs(contender, 20_000),
				contender.run("one-by-one", jobs(contender, 20_000), 8)));
	}

	/** The rate of many threads beside that of one, in the same application. */
	private void dispatchBy16(ContenderProcess contender) {
		int few = jobs(contender, 10_000);
		int many = jobs(contender, 64_000);
		dispatching(contender, () -> {
			Optional<Usage> one = contender.run("one-by-one", few, 1);
			Optional<Usage> all = contender.run("one-by-one", many, 16);
			this.results.rate("dispatch by 1 thread", contender, few, one);
			this.results.rate("dispatch by 16 threads", contender, many, all);
			one.ifPresent((alone) -> all.ifPresent((together) -> this.results.add("rate of 16 threads to that of one",
					contender, many / together.seconds() / (few / alone.seconds()))));
		});
	}

	private void bulk(ContenderProcess contender) {
		dispatching(contender, () -> this.results.rate("dispatch in bulk", contender, jobs(contender, 100_000),
				contender.run("bulk", jobs(contender, 100_000), SMALL)));
	}

	private void drain(ContenderProcess contender, int concurrency) {
		int jobs = jobs(contender, 50_000);
		String name = "drain at " + concurrency;
		work(contender, Contender.Load.of(concurrency), () -> {
			contender.run("fill", jobs, SMALL);
			Optional<Usage> usage = contender.run("drain", jobs);
			this.results.rate(name, contender, jobs, usage);
			usage.ifPresent((used) -> this.results.calls(name, contender, jobs, used));
		});
	}

	private void dispatchAndDrain(ContenderProcess contender) {
		int jobs = jobs(contender, 50_000);
		work(contender, Contender.Load.of(50),
				() -> this.results.rate("dispatch and drain at 50", contender, jobs, contender.run("both", jobs)));
	}

	private void latency(ContenderProcess contender) {
		work(contender, Contender.Load.of(10), () -> {
			contender.run("idle");
			Pause.of(Duration.ofMillis(300));
			contender.run("latencies", jobs(contender, 1_000))
				.ifPresent((usage) -> latencies(contender, usage.values()));
		});
	}

	private void latencies(ContenderProcess contender, long... nanos) {
		Arrays.sort(nanos);
		this.results.add("idle latency p50, µs", contender, nanos[nanos.length / 2] / 1e3);
		this.results.add("idle latency p95, µs", contender, nanos[nanos.length * 95 / 100] / 1e3);
		this.results.add("idle latency p99, µs", contender, nanos[nanos.length * 99 / 100] / 1e3);
		this.results.add("idle latency max, µs", contender, nanos[nanos.length - 1] / 1e3);
	}

	private void sleepers(ContenderProcess contender, boolean virtual) {
		int jobs = jobs(contender, 4_000);
		String name = "200 at once of 50 ms, " + (virtual ? "virtual" : "platform") + " threads";
		boolean can = work(contender, new Contender.Load(200, virtual, 50), () -> {
			contender.run("fill", jobs, SMALL);
			this.results.rate(name, contender, jobs, contender.run("drain", jobs));
		});
		if (!can) {
			this.table.note(name + ", jobs/s", "not run: needs JDK 21");
		}
	}

	private void payloads(ContenderProcess contender) {
		payload(contender, 1, jobs(contender, 20_000));
		payload(contender, 10, jobs(contender, 5_000));
		payload(contender, 100, jobs(contender, 1_000));
	}

	private void payload(ContenderProcess contender, int kilobytes, int jobs) {
		empty(contender);
		dispatching(contender, () -> this.results.rate("dispatch in bulk, %d KB".formatted(kilobytes), contender, jobs,
				contender.run("bulk", jobs, 1_000 * kilobytes)));
		empty(contender);
		work(contender, Contender.Load.of(10), () -> {
			contender.run("fill", jobs, 1_000 * kilobytes);
			this.results.rate("drain at 10, %d KB".formatted(kilobytes), contender, jobs, contender.run("drain", jobs));
		});
	}

	private void memory(ContenderProcess contender) {
		int jobs = jobs(contender, 100_000);
		dispatching(contender, () -> {
			long before = this.server.memory();
			contender.run("fill", jobs, SMALL);
			if (before > 0) {
				this.results.add("bytes a waiting job", contender, (double) (this.server.memory() - before) / jobs);
			}
		});
	}

	/**
	 * Drain the same number of jobs from a short and from a long queue, in as many turns
	 * of a worker.
	 */
	private void waiting(ContenderProcess contender) {
		int few = jobs(contender, 10_000);
		int many = jobs(contender, 1_000_000);
		int turns = 5;
		double slow = 0;
		double fast = 0;
		for (int i = 0; i < turns; i++) {
			fast += seconds(contender, few, few);
			empty(contender);
		}
		dispatching(contender, () -> contender.run("fill", many, SMALL));
		for (int i = 0; i < turns; i++) {
			slow += seconds(contender, few, 0);
		}
		this.results.add(String.format(Locale.ROOT, "drain at 50 of %,d waiting, jobs/s", few), contender,
				turns * few / fast);
		this.results.add(String.format(Locale.ROOT, "drain at 50 of %,d waiting, jobs/s", many), contender,
				turns * few / slow);
		this.results.add("rate of the long queue to that of the short", contender, fast / slow);
	}

	/** Dispatch and run jobs for a minute while a snapshot of older data is open. */
	private void snapshot(ContenderProcess contender) {
		int jobs = jobs(contender, 20_000);
		long length = (long) (60e9 * Math.min(1, this.options.scale()));
		double fast = Math.min(seconds(contender, jobs, jobs), seconds(contender, jobs, jobs));
		this.server.oldSnapshot().ifPresent((snapshot) -> {
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
		work(contender, Contender.Load.of(50), () -> {
			if (dispatched > 0) {
				contender.run("fill", dispatched, SMALL);
			}
			contender.run("drain", jobs).ifPresent((usage) -> seconds[0] = usage.seconds());
		});
		return seconds[0];
	}

	private void idle(ContenderProcess contender) {
		int settle = (int) (5_000 * Math.min(1, this.options.scale()));
		int length = (int) (30_000 * Math.min(1, this.options.scale()));
		work(contender, Contender.Load.of(10), () -> {
			contender.run("idle");
			Pause.of(Duration.ofMillis(settle));
			idle("idle container", contender, length);
		});
		dispatching(contender, () -> {
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

	private static void dispatching(ContenderProcess contender, Runnable work) {
		work(contender, Contender.Load.NONE, work);
	}

	/** Return whether the contender supports such work. */
	private static boolean work(ContenderProcess contender, Contender.Load load, Runnable work) {
		boolean can = contender.run("ready", load.concurrency(), load.virtual() ? 1 : 0, load.millis()).isPresent();
		if (can) {
			work.run();
			contender.run("rest");
		}
		return can;
	}

}
