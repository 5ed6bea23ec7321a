package io.jobqueue.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One round: each piece of work by the ceiling, then by the library.
 *
 * @param redis where the work is done
 * @param ceiling the one
 * @param library the other
 * @param table where the results go
 * @param options how much, and which measures
 */
record Round(Redis redis, Contender ceiling, Contender library, Table table, Options options) {

	void run() {
		both("one-by-one", this::oneByOne);
		both("bulk", this::bulk);
		both("drain-10", (contender) -> drain(contender, 10));
		both("drain-50", (contender) -> drain(contender, 50));
		both("both-at-once", this::dispatchAndDrain);
		both("latency", this::latency);
		both("memory", this::memory);
		both("idle", this::idle);
	}

	private void both(String measure, Consumer<Contender> work) {
		if (this.options.asksFor(measure)) {
			work.accept(this.ceiling);
			work.accept(this.library);
		}
	}

	private int jobs(int usual) {
		return Math.max(10, (int) (usual * this.options.scale()));
	}

	private void oneByOne(Contender contender) {
		int jobs = jobs(10_000);
		this.redis.empty();
		Usage usage = Usage.of(this.redis, contender, () -> contender.dispatchOneByOne(jobs));
		add("dispatch one by one, jobs/s", contender, jobs / usage.seconds());
		cpu("dispatch one by one", contender, usage, jobs);
	}

	private void bulk(Contender contender) {
		int jobs = jobs(100_000);
		this.redis.empty();
		Usage usage = Usage.of(this.redis, contender, () -> contender.dispatchBulk(jobs));
		add("dispatch in bulk, jobs/s", contender, jobs / usage.seconds());
		cpu("dispatch in bulk", contender, usage, jobs);
	}

	private void drain(Contender contender, int concurrency) {
		int jobs = jobs(50_000);
		this.redis.empty();
		contender.dispatchBulk(jobs);
		Usage usage = Usage.of(this.redis, contender, () -> contender.drain(jobs, concurrency));
		String name = "drain at " + concurrency;
		add(name + ", jobs/s", contender, jobs / usage.seconds());
		add(name + ", Redis calls/job", contender, (double) usage.calls() / jobs);
		add(name + ", Redis commands/job", contender, (double) usage.commands() / jobs);
		cpu(name, contender, usage, jobs);
	}

	private void dispatchAndDrain(Contender contender) {
		int jobs = jobs(50_000);
		this.redis.empty();
		Usage usage = Usage.of(this.redis, contender, () -> contender.dispatchAndDrain(jobs, 50));
		add("dispatch and drain at 50, jobs/s", contender, jobs / usage.seconds());
		cpu("dispatch and drain at 50", contender, usage, jobs);
	}

	private void cpu(String name, Contender contender, Usage usage, int jobs) {
		add(name + ", client CPU µs/job", contender, usage.clientMicros() / jobs);
		add(name + ", Redis CPU µs/job", contender, usage.redisMicros() / jobs);
		add(name + ", sum CPU µs/job", contender, (usage.clientMicros() + usage.redisMicros()) / jobs);
	}

	private void latency(Contender contender) {
		this.redis.empty();
		long[] nanos = contender.idleLatencies(jobs(1_000));
		Arrays.sort(nanos);
		add("idle latency p50, µs", contender, nanos[nanos.length / 2] / 1e3);
		add("idle latency p95, µs", contender, nanos[nanos.length * 95 / 100] / 1e3);
		add("idle latency p99, µs", contender, nanos[nanos.length * 99 / 100] / 1e3);
		add("idle latency max, µs", contender, nanos[nanos.length - 1] / 1e3);
	}

	private void memory(Contender contender) {
		int jobs = jobs(100_000);
		this.redis.empty();
		long before = this.redis.memory();
		contender.dispatchBulk(jobs);
		add("bytes a waiting job", contender, (double) (this.redis.memory() - before) / jobs);
	}

	private void idle(Contender contender) {
		this.redis.empty();
		Runnable stop = contender.idle();
		try {
			Pause.of(Duration.ofMillis((long) (5_000 * this.options.scale())));
			Duration length = Duration.ofMillis((long) Math.max(100, 10_000 * this.options.scale()));
			Usage usage = Usage.of(this.redis, contender, () -> Pause.of(length));
			add("idle, Redis calls/s", contender, usage.calls() / usage.seconds());
		}
		finally {
			stop.run();
		}
	}

	private void add(String measure, Contender contender, double value) {
		this.table.add(measure, contender == this.ceiling, value);
	}

}
