package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.StepWork;
import io.jobqueue.store.notes.JobNotes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names and results of steps that are refused.
 */
@Timeout(60)
class StepRefusalTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final AtomicInteger steps = new AtomicInteger();

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	private int count() {
		return this.steps.incrementAndGet();
	}

	/** Run a job whose task makes up to three attempts. */
	private JobId run(FakeTask.Handler handler) {
		this.fixture.task(new FakeTask("steps", handler, FakeTask.policy(2), Duration.ofMinutes(1)));
		this.fixture.start(WorkerFixture.options(), 1);
		return this.fixture.insert("steps");
	}

	private int stored(JobId id) {
		return this.fixture.memory.part(JobNotes.class).steps("q", id).size();
	}

	@Test
	void nameThatIsUsedTwiceIsRefused() {
		assertFails((payload, job) -> {
			job.step("a", this::count);
			return job.step("a", this::count);
		}, InvalidJobException.class, "Step 'a' of job");
		assertThat(this.steps).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\nb", "\uD800" })
	void nameThatIsNoNameIsRefused(String name) {
		assertFails((payload, job) -> job.step(name, this::count), InvalidJobException.class, "is no name for a step");
	}

	@Test
	void longNameIsRefusedAndTheLongestIsNot() {
		assertFails((payload, job) -> {
			job.step("x".repeat(200), this::count);
			return job.step("x".repeat(201), this::count);
		}, InvalidJobException.class, "1 to 200 characters");
		assertThat(this.steps).hasValue(1);
	}

	@Test
	void resultWithoutItsTypeIsRefused() {
		StepWork<Object, RuntimeException> work = () -> new Order("a", 1);
		assertFails((payload, job) -> job.step("order", work), InvalidJobException.class,
				"returned a io.jobqueue.worker.StepRefusalTests$Order, which cannot be read without its type");
	}

	@Test
	void resultWithTypeArgumentsIsRefusedBeforeTheWork() {
		assertFails((payload, job) -> {
			List<Integer> numbers = job.step("numbers", () -> List.of(count()));
			return numbers;
		}, InvalidJobException.class, "step(name, new TypeReference<…>() {}, work)");
		assertThat(this.steps).hasValue(0);
	}

	@Test
	void resultThatCannotBeReadIsRefusedBeforeTheWork() {
		assertFails((payload, job) -> {
			Runnable work = job.step("runnable", () -> {
				count();
				return () -> {
				};
			});
			return work;
		}, PayloadException.class, "step 'runnable' could not be read");
		assertThat(this.steps).hasValue(0);
	}

	@Test
	void moreStepsThanTheMaximumAreRefused() {
		assertFails((payload, job) -> {
			for (int i = 0; i < 101; i++) {
				job.step("step " + i, this::count);
			}
			return null;
		}, InvalidJobException.class, "has 100 steps");
		assertThat(this.steps).hasValue(100);
	}

	@Test
	void resultsThatAreTooLargeEndTheJob() {
		JobId large = run((payload, job) -> job.step("large", () -> "x".repeat(300 * 1024)));
		this.fixture.awaitStatus(large, JobStatus.FAILED);
		assertThat(this.fixture.info(large).error().message()).startsWith("Step 'large': The result has");
		this.fixture.task("many", (payload, job) -> {
			for (int i = 0; i < 30; i++) {
				job.step("step " + i, () -> "x".repeat(200 * 1024));
			}
			return null;
		});
		JobId many = this.fixture.insert("many");
		this.fixture.awaitStatus(many, JobStatus.FAILED);
		assertThat(this.fixture.info(many).error().message()).contains("4,194,304 are allowed");
		assertThat(stored(many)).isEqualTo(20);
	}

	@Test
	void resultThatCannotBeReadBackFailsAtOnce() {
		assertFails((payload, job) -> job.step("broken", Named.class, () -> new Order("a", count())),
				PayloadException.class, "The result of step 'broken' cannot be stored");
	}

	@Test
	void resultOfAnotherTypeNamesTheStep() {
		JobId id = run((payload, job) -> {
			if (job.attempt() == 1) {
				job.step("changed", () -> "text");
				throw new IllegalStateException("on purpose");
			}
			return job.step("changed", Order.class, () -> new Order("a", count()));
		});
		this.fixture.awaitStatus(id, JobStatus.FAILED);
		assertThat(this.fixture.info(id).error().message()).startsWith("The result of step 'changed' cannot be read");
		assertThat(this.steps).hasValue(0);
	}

	private void assertFails(FakeTask.Handler handler, Class<? extends Exception> type, String message) {
		this.fixture.task("fails", handler);
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("fails");
		this.fixture.awaitStatus(id, JobStatus.FAILED);
		assertThat(this.fixture.info(id).error().type()).isEqualTo(type.getName());
		assertThat(this.fixture.info(id).error().message()).contains(message);
	}

	/** A type that cannot be created. */
	interface Named {

		String name();

	}

	record Order(String name, int number) implements Named {
	}

}
