package io.jobqueue.store.redis.form;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobId;
import io.jobqueue.store.job.NewJob;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The record of a job, written and read. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class RecordBenchmark {

	private final JobId id = JobId.of("bench-00000000000000000000000000");

	private final NewJob job = new NewJob(this.id, "bench", "nothing", "{\"text\":\"" + "x".repeat(89) + "\"}");

	private final byte[] stored = (RedisJobRecord.STAMP
			+ new String(RedisJobRecord.encode(this.job), StandardCharsets.UTF_8))
		.getBytes(StandardCharsets.UTF_8);

	@Benchmark
	public byte[] write() {
		return RedisJobRecord.encode(this.job);
	}

	@Benchmark
	public Object read() {
		return RedisJobRecord.decode(this.id.value(), this.stored);
	}

}
