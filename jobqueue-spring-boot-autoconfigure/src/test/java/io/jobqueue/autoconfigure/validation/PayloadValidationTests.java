package io.jobqueue.autoconfigure.validation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.jobqueue.InvalidPayloadException;
import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadValidator;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * The constraints of payloads.
 */
class PayloadValidationTests {

	private static final Order VALID = new Order("a@example.org", 1, List.of(new Item("pen")));

	private final ApplicationContextRunner plain = Contexts.inMemory()
		.withUserConfiguration(Ship.class, ShipAll.class)
		.withPropertyValues("jobqueue.worker.poll-interval=100ms");

	private final ApplicationContextRunner runner = this.plain
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class));

	@Test
	void validPayloadIsStoredAndRun() {
		this.runner.run((context) -> assertThat(end(context, dispatcher(context).dispatch(Ship.class, VALID)).status())
			.isEqualTo(JobStatus.SUCCESS));
	}

	@Test
	void allViolationsAreNamedWithoutValuesAndNothingIsStored() {
		this.runner.run((context) -> {
			InvalidPayloadException ex = catchThrowableOfType(InvalidPayloadException.class, () -> dispatcher(context)
				.dispatch(Ship.class, new Order("secret", -7, List.of(new Item("pen"), new Item("")))));
			assertThat(ex.violations()).containsExactly("'amount' must be greater than 0",
					"'email' must be a well-formed email address", "'items[1].name' must not be blank");
			assertThat(ex).hasMessageContaining("'ship'")
				.hasMessageContaining("'email' must be")
				.hasMessageNotContaining("secret")
				.hasMessageNotContaining("-7");
			assertNothingStored(context);
		});
	}

	@Test
	void oneInvalidPayloadRefusesTheWholeCallAndIsNumbered() {
		this.runner.run((context) -> {
			InvalidPayloadException ex = catchThrowableOfType(InvalidPayloadException.class,
					() -> dispatcher(context).dispatchAll(Ship.class, List.of(VALID, new Order("x", 1, List.of()))));
			assertThat(ex).hasMessageStartingWith("Request 2 of 2: ");
			assertThat(ex.violations()).hasSize(1);
			assertNothingStored(context);
		});
	}

	@Test
	void mapIsCheckedAsTheTypeOfTheTask() {
		this.runner.run((context) -> {
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher(context).dispatch("ship", Map.of("email", "a@example.org", "amount", 0)))
				.withMessageContaining("'amount'");
			assertNothingStored(context);
		});
	}

	@Test
	void payloadForATaskOfAnotherApplicationIsChecked() {
		this.runner.run((context) -> assertThatExceptionOfType(InvalidPayloadException.class).isThrownBy(
				() -> dispatcher(context).dispatch(JobRequest.of("elsewhere", new Item("")).onQueue("elsewhere"))));
	}

	@Test
	void elementsAreCheckedAndManyViolationsAreCounted() {
		this.runner.run((context) -> {
			Item[] items = new Item[25];
			Arrays.fill(items, new Item(" "));
			InvalidPayloadException ex = catchThrowableOfType(InvalidPayloadException.class,
					() -> dispatcher(context).dispatch(ShipAll.class, List.of(items)));
			assertThat(ex.violations()).hasSize(25).contains("'[24].name' must not be blank");
			assertThat(ex).hasMessageEndingWith("; and 5 more");
		});
	}

	@Test
	void jobThatAnotherProgramStoredEndsFailedWithoutARun() {
		this.runner.run((context) -> {
			NewJob stored = new NewJob(new JobId("default-00000000000000000000000001"), "default",
					JobDetails.of("ship", "{\"email\":\"a@example.org\",\"amount\":-1,\"items\":[]}"), null, null,
					JobTraits.NONE);
			context.getBean(StoreBackend.class).intake().insert(List.of(stored));
			JobInfo job = end(context, stored.id());
			assertThat(job.status()).isEqualTo(JobStatus.FAILED);
			assertThat(job.attempts()).isEqualTo(1);
			assertThat(job.error().type()).isEqualTo(InvalidPayloadException.class.getName());
			assertThat(job.error().message()).contains("'amount' must be greater than 0");
			Ship ship = context.getBean(Ship.class);
			assertThat(ship.handled).isEmpty();
			await().untilAsserted(() -> assertThat(ship.failed).hasSize(1));
		});
	}

	@Test
	void scheduleWithAnInvalidPayloadIsRefused() {
		this.runner.run((context) -> {
			JobSchedule.Definition hourly = JobSchedule.Definition
				.of("hourly", JobRequest.of(Ship.class, new Order("x", 1, List.of())))
				.withEvery(Duration.ofHours(1));
			assertThatExceptionOfType(InvalidScheduleException.class)
				.isThrownBy(() -> context.getBean(JobSchedules.class).put(hourly))
				.withMessageContaining("'hourly'")
				.withMessageContaining("'email' must be a well-formed email address");
			assertThat(context.getBean(JobSchedules.class).find("hourly")).isNull();
		});
	}

	@Test
	void nothingIsCheckedWithoutAValidatorOrWhenTurnedOff() {
		Consumer<AssertableApplicationContext> accepts = (context) -> assertThatCode(
				() -> dispatcher(context).dispatch(Ship.class, new Order("x", -1, List.of())))
			.doesNotThrowAnyException();
		this.plain.run(accepts::accept);
		this.runner.withPropertyValues("jobqueue.payload.validate=false").run(accepts::accept);
	}

	@Test
	void validatorOfTheApplicationReplacesIt() {
		this.runner.withBean(PayloadValidator.class, () -> (task, payload) -> {
			throw new InvalidPayloadException(task, List.of("'everything' is wrong"));
		})
			.run((context) -> assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher(context).dispatch(Ship.class, VALID))
				.withMessageContaining("'everything' is wrong"));
	}

	private static JobDispatcher dispatcher(AssertableApplicationContext context) {
		return context.getBean(JobDispatcher.class);
	}

	private static JobInfo end(AssertableApplicationContext context, JobId id) {
		return context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(20));
	}

	private static void assertNothingStored(AssertableApplicationContext context) {
		assertThat(context.getBean(JobExplorer.class).search(JobQuery.all()).jobs()).isEmpty();
	}

	record Order(@Email String email, @Positive int amount, @Valid @Size(max = 10) List<Item> items) {
	}

	record Item(@NotBlank String name) {
	}

	@JobTask
	static class Ship implements JobHandler<Order, Void> {

		final List<Order> handled = new CopyOnWriteArrayList<>();

		final List<Order> failed = new CopyOnWriteArrayList<>();

		@Override
		public Void handle(Order payload, JobContext job) {
			this.handled.add(payload);
			return null;
		}

		@Override
		public void onFailure(Order payload, JobFailure failure) {
			this.failed.add(payload);
		}

	}

	@JobTask
	static class ShipAll implements JobHandler<List<Item>, Void> {

		@Override
		public Void handle(List<Item> payload, JobContext job) {
			return null;
		}

	}

}
