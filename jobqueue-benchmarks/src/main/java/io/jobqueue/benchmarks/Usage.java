package io.jobqueue.benchmarks;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * What a piece of work took.
 *
 * @param seconds elapsed time
 * @param clientMicros CPU time of this process, compiler and collector included
 * @param redisMicros CPU time of Redis
 * @param calls what the contender sent to Redis
 * @param commands what Redis ran, inside of scripts too
 */
record Usage(double seconds, double clientMicros, double redisMicros, long calls, long commands) {

	static Usage of(Redis redis, Contender contender, Runnable work) {
		Usage before = now(redis, contender);
		work.run();
		return now(redis, contender).minus(before);
	}

	private static Usage now(Redis redis, Contender contender) {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		long commands = redis.calls().values().stream().mapToLong(Long::longValue).sum();
		return new Usage(System.nanoTime() / 1e9, system.getProcessCpuTime() / 1e3, redis.cpuMicros(),
				redis.calls(contender.ownCommands()), commands);
	}

	private Usage minus(Usage before) {
		return new Usage(this.seconds - before.seconds, this.clientMicros - before.clientMicros,
				this.redisMicros - before.redisMicros, this.calls - before.calls, this.commands - before.commands);
	}

}
