package io.jobqueue.autoconfigure.run;

import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.autoconfigure.JavaProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs single tasks in processes of their own.
 */
@Tag("process")
class RunTaskTests {

	private static final List<String> QUIET = List.of("--jobqueue.store=memory", "--spring.main.banner-mode=off",
			"--logging.threshold.console=off");

	@Test
	void resultIsTheOnlyOutput() throws Exception {
		assertThat(run(0, "--jobqueue.run.task=sums.add", "--jobqueue.run.payload={\"a\":2,\"b\":40}").strip())
			.isEqualTo("42");
	}

	@Test
	void stringIsTakenAsItIs() throws Exception {
		assertThat(run(0, "--jobqueue.run.task=sums.greet", "--jobqueue.run.payload=Ada").strip())
			.isEqualTo("\"Hello Ada, attempt 1\"");
	}

	@Test
	void errorOfTheTaskEndsTheProcessWithOne() throws Exception {
		assertThat(run(1, "--jobqueue.run.task=sums.fail", "--logging.threshold.console=info"))
			.contains("Task 'sums.fail' ended as FAILED")
			.contains("java.lang.IllegalStateException: no luck")
			.contains("RunApplication$Sums.fail")
			.contains("Told of the end as FAILED");
	}

	@Test
	void errorIsPrintedAlsoWithoutALog() throws Exception {
		assertThat(run(1, "--jobqueue.run.task=sums.fail").strip())
			.endsWith("Task 'sums.fail' ended as FAILED: java.lang.IllegalStateException: no luck");
		assertThat(run(1, "--jobqueue.run.task=sums.ad")).contains("sums.add, sums.fail, sums.greet, sums.hang");
	}

	@Test
	void failedStartIsPrintedAlsoWithoutALog() throws Exception {
		assertThat(run(1, "--jobqueue.run.task=sums.greet", "--jobqueue.default-queue=a/b").strip())
			.startsWith("The application did not start, so the task did not run: ")
			.contains("jobqueue.default-queue must consist of 1 to 100 letters")
			.doesNotContain("\tat ");
	}

	@Test
	void timeoutOfTheTaskApplies() throws Exception {
		assertThat(run(1, "--jobqueue.run.task=sums.hang", "--logging.threshold.console=info"))
			.contains("Task 'sums.hang' ended as TIMEOUT");
	}

	@Test
	void unknownTaskNamesTheKnownOnes() throws Exception {
		assertThat(run(1, "--jobqueue.run.task=sums.ad", "--logging.threshold.console=info"))
			.contains("jobqueue.run.task")
			.contains("sums.add, sums.fail, sums.greet, sums.hang");
	}

	@Test
	void payloadThatCannotBeReadIsAnError() throws Exception {
		assertThat(
				run(1, "--jobqueue.run.task=sums.add", "--jobqueue.run.payload={", "--logging.threshold.console=info"))
			.contains("jobqueue.run.payload");
	}

	private static String run(int exit, String... arguments) throws Exception {
		return new JavaProcess(JavaProcess.CLASS_PATH, List.of(), RunApplication.class).run(exit,
				Stream.concat(QUIET.stream(), Stream.of(arguments)).toList());
	}

}
