package io.jobqueue.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jobqueue.testsupport.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that dies between the commit and the way of the job to Redis.
 */
@Tag("process")
class CrashAfterCommitTests {

	private static final int HALTED = 9;

	private final String namespace = TestRedis.namespace();

	@TempDir
	private Path directory;

	@Test
	void jobThatWasToGoOutAfterTheCommitIsLost() throws Exception {
		assertThat(run(HALTED, "--die=true")).doesNotContain("orders:");
		assertThat(run(0)).contains("orders: 1, jobs: 0");
	}

	@Test
	void jobInTheOutboxIsNot() throws Exception {
		assertThat(run(HALTED, "--die=true", "--jobqueue.dispatch.outbox=true")).doesNotContain("orders:");
		assertThat(run(0, "--jobqueue.dispatch.outbox=true")).contains("orders: 1, jobs: 1");
	}

	private String run(int exit, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of(
				// By default H2 keeps commits of the last half second in memory.
				"--spring.datasource.url=jdbc:h2:async:%s;WRITE_DELAY=0".formatted(this.directory.resolve("orders")),
				"--jobqueue.jdbc.initialize-schema=always", "--jobqueue.namespace=" + this.namespace,
				"--spring.data.redis.host=" + TestRedis.shared().host(),
				"--spring.data.redis.port=" + TestRedis.shared().port()));
		all.addAll(Arrays.asList(arguments));
		return new JavaProcess(JavaProcess.CLASS_PATH, List.of(), OrderApplication.class).run(exit, all);
	}

}
