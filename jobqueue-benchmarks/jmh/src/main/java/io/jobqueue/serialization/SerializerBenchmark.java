package io.jobqueue.serialization;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/** A payload of 100 bytes, written and read. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class SerializerBenchmark {

	private final JobSerializer serializer = new JacksonJobSerializer(new JsonMapper());

	private final Payload payload = new Payload("x".repeat(89));

	private final String json = this.serializer.write(this.payload);

	@Benchmark
	public String write() {
		return this.serializer.write(this.payload);
	}

	@Benchmark
	public @Nullable Object read() {
		return this.serializer.read(this.json, Payload.class);
	}

	record Payload(String text) {
	}

}
