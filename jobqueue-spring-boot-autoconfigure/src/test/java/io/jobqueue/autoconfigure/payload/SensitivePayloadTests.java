package io.jobqueue.autoconfigure.payload;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.jobqueue.DispatchResult.Outcome;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Sensitive;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.schedule.ScheduleStore;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Sensitive values reach the handler, and neither people nor the store. */
class SensitivePayloadTests {

	private static final Duration TIME = Duration.ofSeconds(20);

	private static final String SECRET = "s3cret";

	static Stream<Named<ApplicationContextRunner>> stores() {
		return Stream.of(Named.of("memory", Contexts.inMemory()),
				Named.of("database", Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc")),
				Named.of("Redis", Contexts.withRedis()));
	}

	private static void run(ApplicationContextRunner runner, Consumer<ApplicationContext> test) {
		runner.withBean(Logins.class).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
		});
	}

	static ApplicationContextRunner encrypting(ApplicationContextRunner runner, String active, String... ids) {
		String[] properties = new String[2 * ids.length];
		for (int i = 0; i < ids.length; i++) {
			properties[2 * i] = "jobqueue.payload.encryption.keys[%d].id=%s".formatted(i, ids[i]);
			properties[2 * i + 1] = "jobqueue.payload.encryption.keys[%d].secret=%s".formatted(i, secret(ids[i]));
		}
		return runner.withPropertyValues("jobqueue.payload.encryption.active-key=" + active)
			.withPropertyValues(properties);
	}

	static String secret(String id) {
		return (id + "x".repeat(43 - id.length())).replaceAll("[^a-z0-9]", "x").substring(0, 42) + "8=";
	}

	private static JobInfo stored(ApplicationContext context, JobId id) {
		return context.getBean(StoreBackend.class).queries().find(List.of(id)).get(id);
	}

	@ParameterizedTest
	@MethodSource("stores")
	void valuesAreEncryptedInTheStoreAndMaskedForPeople(ApplicationContextRunner store) {
		run(encrypting(store, "k1", "k1"), (context) -> {
			JobExplorer explorer = context.getBean(JobExplorer.class);
			JobId id = context.getBean(JobDispatcher.class).dispatch("logins.login", new Login("ann", SECRET));
			JobInfo info = explorer.await(id, TIME);
			assertThat(context.getBean(Logins.class).passwords.poll()).isEqualTo(SECRET);
			assertThat(info.status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(info.payload()).isEqualTo("{\"user\":\"ann\",\"password\":\"***\"}");
			assertThat(info.result()).isEqualTo("{\"token\":\"***\"}");
			assertThat(explorer.result(id, Session.class)).contains(new Session("token of " + SECRET));
			JobInfo stored = stored(context, id);
			assertThat(stored.payload() + stored.result()).contains("\"key\":\"k1\"").doesNotContain(SECRET);
		});
	}

	@ParameterizedTest
	@MethodSource("stores")
	void valuesAreMaskedWithoutAKey(ApplicationContextRunner store) {
		run(store, (context) -> {
			JobExplorer explorer = context.getBean(JobExplorer.class);
			JobId id = context.getBean(JobDispatcher.class).dispatch("logins.login", new Login("ann", SECRET));
			explorer.await(id, TIME);
			assertThat(stored(context, id).payload()).contains(SECRET);
			for (JobInfo info : List.of(explorer.find(id).orElseThrow(), explorer.findAll(List.of(id)).get(id),
					explorer.search(JobQuery.all()).jobs().get(0))) {
				assertThat(info.payload() + info.result()).contains("ann", "***").doesNotContain(SECRET);
			}
		});
	}

	@Test
	void searchAndBulkOperationsDoNotFindMaskedValues() {
		run(Contexts.inMemory().withPropertyValues("jobqueue.worker.enabled=false"), (context) -> {
			context.getBean(JobDispatcher.class).dispatch("logins.login", new Login("ann", SECRET));
			JobExplorer explorer = context.getBean(JobExplorer.class);
			JobOperator operator = context.getBean(JobOperator.class);
			assertThat(explorer.count(JobQuery.all().withText(SECRET))).isZero();
			assertThat(operator.cancel(JobQuery.all().withText(SECRET))).isZero();
			assertThat(explorer.count(JobQuery.all().withText("ann"))).isOne();
			assertThat(operator.cancel(JobQuery.all().withText("ann"))).isOne();
		});
	}

	@Test
	void jobOfAnUnknownKeyFailsAndNamesTheKey() {
		run(encrypting(Contexts.inMemory(), "k1", "k1"), (context) -> {
			JobId id = new JobId("default-00000000000000000000000001");
			String payload = "{\"user\":\"ann\",\"password\":{\"@encrypted\":\"" + "A".repeat(60)
					+ "\",\"key\":\"k0\"}}";
			context.getBean(StoreBackend.class)
				.intake()
				.insert(List.of(new NewJob(id, "default", "logins.login", payload)), Admission.ALWAYS);
			JobInfo info = context.getBean(JobExplorer.class).await(id, TIME);
			assertThat(info.status()).isEqualTo(JobStatus.FAILED);
			assertThat(info.error().message()).contains("key 'k0'", "jobqueue.payload.encryption.keys");
			assertThat(info.attempts()).isOne();
		});
	}

	@Test
	void waitingJobWithPlainValuesRunsAndIsMasked() {
		run(encrypting(Contexts.inMemory(), "k1", "k1"), (context) -> {
			JobId id = new JobId("default-00000000000000000000000002");
			context.getBean(StoreBackend.class)
				.intake()
				.insert(List
					.of(new NewJob(id, "default", "logins.login", "{\"user\":\"ann\",\"password\":\"s3cret\"}")),
						Admission.ALWAYS);
			JobInfo info = context.getBean(JobExplorer.class).await(id, TIME);
			assertThat(info.status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(info.payload()).isEqualTo("{\"user\":\"ann\",\"password\":\"***\"}");
		});
	}

	@Test
	void mapsAndRawItemsAreEncryptedByTheTypeOfTheTask() throws InterruptedException {
		run(encrypting(Contexts.inMemory(), "k1", "k1").withPropertyValues(
				"jobqueue.raw-queues.inbox.task=logins.login", "jobqueue.raw-queues.inbox.poll-interval=100ms"),
				(context) -> {
					JobId id = context.getBean(JobDispatcher.class)
						.dispatch("logins.login", Map.of("user", "ann", "password", SECRET));
					assertThat(stored(context, id).payload()).doesNotContain(SECRET);
					context.getBean(JobOperator.class)
						.pushRaw("inbox", List.of("{\"user\":\"bob\",\"password\":\"s3cret\"}",
								"{\"user\":\"eve\",\"password\":\"s3cret\",\"age\":}"));
					JobExplorer explorer = context.getBean(JobExplorer.class);
					Awaitility.await()
						.until(() -> explorer.count(JobQuery.all()) == 2 && explorer.rawQueue("inbox").dead() == 1);
					assertThat(explorer.rawQueue("inbox").newestDead()).singleElement()
						.satisfies((item) -> assertThat(item.toString()).doesNotContain(SECRET));
					assertThat(context.getBean(StoreBackend.class)
						.queries()
						.find(explorer.search(JobQuery.all()).jobs().stream().map(JobInfo::id).toList())
						.values()).allSatisfy((job) -> assertThat(job.payload()).doesNotContain(SECRET));
				});
	}

	@Test
	void uniqueKeyOfThePayloadIsThatOfItsValues() {
		run(encrypting(Contexts.inMemory().withPropertyValues("jobqueue.worker.enabled=false"), "k1", "k1"),
				(context) -> {
					JobDispatcher jobs = context.getBean(JobDispatcher.class);
					JobRequest request = JobRequest.of("logins.login", new Login("ann", SECRET))
						.withUniqueKey(UniqueKey.ofPayload());
					assertThat(jobs.tryDispatch(request).outcome()).isEqualTo(Outcome.STORED);
					assertThat(jobs.tryDispatch(request).outcome()).isEqualTo(Outcome.KEPT);
				});
	}

	@Test
	void scheduleKeepsItsDefinitionAndIsMasked() {
		ApplicationContextRunner runner = encrypting(Contexts.inMemory(), "k1", "k1").withPropertyValues(
				"jobqueue.schedules.nightly.task=logins.login", "jobqueue.schedules.nightly.every=1h",
				"jobqueue.schedules.nightly.payload={\"user\":\"ann\",\"password\":\"s3cret\"}");
		String[] prints = new String[2];
		for (int i = 0; i < 2; i++) {
			int index = i;
			run(runner, (context) -> {
				ScheduleStore schedules = context.getBean(StoreBackend.class).part(ScheduleStore.class);
				Awaitility.await().until(() -> schedules.find(List.of("nightly")).containsKey("nightly"));
				assertThat(schedules.find(List.of("nightly")).get("nightly").definition()).doesNotContain(SECRET);
				prints[index] = schedules.find(List.of("nightly")).get("nightly").fingerprint();
				JobSchedule schedule = context.getBean(JobExplorer.class).schedules().get(0);
				assertThat(schedule.payload()).isEqualTo("{\"user\":\"ann\",\"password\":\"***\"}");
				assertThat(context.getBean(JobSchedules.class).find("nightly").payload()).isEqualTo(schedule.payload());
				context.getBean(JobSchedules.class).trigger("nightly");
				assertThat(poll(context)).isEqualTo(SECRET);
			});
		}
		assertThat(prints[0]).isEqualTo(prints[1]);
	}

	private static String poll(ApplicationContext context) {
		try {
			return context.getBean(Logins.class).passwords.poll(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A payload. */
	record Login(String user, @Sensitive String password) {
	}

	/** A result. */
	record Session(@Sensitive String token) {
	}

	/** A task. */
	static class Logins {

		final BlockingQueue<String> passwords = new LinkedBlockingQueue<>();

		@JobTask
		Session login(Login login) {
			this.passwords.add(login.password());
			return new Session("token of " + login.password());
		}

	}

}
