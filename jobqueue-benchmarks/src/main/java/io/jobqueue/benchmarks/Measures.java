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

	private final Options options;

	Measures(Server server, List<ContenderProcess> contenders, Table table, Options options) {
		this.server = server;
		this.contenders = List.copyOf(contenders);
		this.table = table;
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
		dispatching(contender, () -> rate("dispatch one by one", contender, jobs(contender, 10_000),
				contender.run("one-by-one", jobs(contender, 10_000), 1)));
	}

	private void enqueueOnly(ContenderProcess contender) {
		dispatching(contender, () -> rate("enqueue only, 8 threads", contender, jobs(contender, 20_000),
				contender.run("one-by-one", jobs(contender, 20_000), 8)));
	}

	private void bulk(ContenderProcess contender) {
		dispatching(contender, () -> rate("dispatch in bulk", contender, jobs(contender, 100_000),
				contender.run("bulk", jobs(contender, 100_000), SMALL)));
	}

	private void drain(ContenderProcess contender, int concurrency) {
		int jobs = jobs(contender, 50_000);
		String name = "drain at " + concurrency;
		work(contender, Contender.Load.of(concurrency), () -> {
			contender.run("fill", jobs, SMALL);
			Optional<Usage> usage = contender.run("drain", jobs);
			rate(name, contender, jobs, usage);
			usage.ifPresent((used) -> calls(name, contender, jobs, used));
		});
	}

	private void dispatchAndDrain(ContenderProcess contender) {
		int jobs = jobs(contender, 50_000);
		work(contender, Contender.Load.of(50),
				() -> rate("dispatch and drain at 50", contender, jobs, contender.run("both", jobs)));
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
		add("idle latency p50, µs", contender, nanos[nanos.length / 2] / 1e3);
		add("idle latency p95, µs", contender, nanos[nanos.length * 95 / 100] / 1e3);
		add("idle latency p99, µs", contender, nanos[nanos.length * 99 / 100] / 1e3);
		add("idle latency max, µs", contender, nanos[nanos.length - 1] / 1e3);
	}

	private void sleepers(ContenderProcess contender, boolean virtual) {
		int jobs = jobs(contender, 4_000);
		String name = "200 at once of 50 ms, " + (virtual ? "virtual" : "platform") + " threads";
		boolean can = work(contender, new Contender.Load(200, virtual, 50), () -> {
			contender.run("fill", jobs, SMALL);
			rate(name, contender, jobs, contender.run("drain", jobs));
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
		dispatching(contender, () -> rate("dispatch in bulk, %d KB".formatted(kilobytes), contender, jobs,
				contender.run("bulk", jobs, 1_000 * kilobytes)));
		empty(contender);
		work(contender, Contender.Load.of(10), () -> {
			contender.run("fill", jobs, 1_000 * kilobytes);
			rate("drain at 10, %d KB".formatted(kilobytes), contender, jobs, contender.run("drain", jobs));
		});
	}

	private void memory(ContenderProcess contender) {
		int jobs = jobs(contender, 100_000);
		dispatching(contender, () -> {
			long before = this.server.memory();
			contender.run("fill", jobs, SMALL);
			if (before > 0) {
				add("bytes a waiting job", contender, (double) (this.server.memory() - before) / jobs);
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
		add(String.format(Locale.ROOT, "drain at 50 of %,d waiting, jobs/s", few), contender, turns * few / fast);
		add(String.format(Locale.ROOT, "drain at 50 of %,d waiting, jobs/s", many), contender, turns * few / slow);
		add("rate of the long queue to that of the short", contender, fast / slow);
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
			add("drain at 50, at the end of an old snapshot, jobs/s", contender, jobs / slow);
			add("rate beside an old snapshot to that without", contender, fast / slow);
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
				add(name + ", Redis calls/s", contender, usage.server().reads() / usage.seconds());
			}
			add(name + ", CPU ms/s", contender,
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

	private void rate(String name, ContenderProcess contender, int jobs, Optional<Usage> usage) {
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

	private void calls(String name, ContenderProcess contender, int jobs, Usage usage) {
		if (contender.hasOwnCommands()) {
			add(name + ", Redis calls/job", contender, (double) usage.server().calls() / jobs);
		}
		if (usage.server().commands() > 0) {
			add(name + ", Redis commands/job", contender, (double) usage.server().commands() / jobs);
		}
	}

	private void add(String measure, ContenderProcess contender, double value) {
		this.table.add(measure, contender.name(), value);
	}

}
