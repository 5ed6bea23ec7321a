package io.jobqueue.autoconfigure.release;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Sensitive;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A release changes the type of a payload, while jobs wait that the one before has
 * dispatched.
 */
@Tag("process")
class ChangedPayloadTests {

	private static final Duration TIME = Duration.ofSeconds(30);

	static Stream<Named<ApplicationContextRunner>> stores() {
		return SharedStores.all();
	}

	static Stream<Named<ApplicationContextRunner>> encrypted() {
		return stores().map((store) -> Named.of(store.getName(), store.getPayload()
			.withPropertyValues("jobqueue.payload.encryption.active-key=k", "jobqueue.payload.encryption.keys[0].id=k",
					"jobqueue.payload.encryption.keys[0].secret=" + "x".repeat(42) + "8=")));
	}

	private static JobId dispatch(ApplicationContextRunner store, Object payload) {
		AtomicReference<JobId> id = new AtomicReference<>();
		store.withBean(Before.class)
			.withPropertyValues("jobqueue.worker.enabled=false")
			.run((context) -> id.set(context.getBean(JobDispatcher.class).dispatch("cards.print", payload)));
		return id.get();
	}

	private static void assertResult(ApplicationContextRunner store, Class<?> release, JobId id, String result) {
		store.withBean(release).run((context) -> {
			JobExplorer explorer = context.getBean(JobExplorer.class);
			JobInfo job = explorer.await(id, TIME);
			assertThat(job.status()).as("%s", job.error()).isEqualTo(JobStatus.SUCCESS);
			assertThat(explorer.result(id, String.class)).contains(result);
		});
	}

	@ParameterizedTest
	@MethodSource({ "stores", "encrypted" })
	void propertyThatIsRenamedWithAnAliasIsRead(ApplicationContextRunner store) {
		JobId id = dispatch(store, new Before.Card("Ada", "1815", 3));
		assertResult(store, Renamed.class, id, "Ada, 1815, null, null");
	}

	@ParameterizedTest
	@MethodSource("stores")
	void propertyThatIsRenamedWithoutAnAliasIsNull(ApplicationContextRunner store) {
		JobId id = dispatch(store, new Before.Card("Ada", "1815", 3));
		assertResult(store, WithoutAlias.class, id, "null");
	}

	@ParameterizedTest
	@MethodSource("stores")
	void typeThatCannotBeReadFailsTheJobAndARequeueRunsItLater(ApplicationContextRunner store) {
		JobId id = dispatch(store, new Before.Card("Ada", "1815", 3));
		assertUnreadable(store, OtherType.class, id, "at 'name'");
		store.withBean(Renamed.class).run((context) -> context.getBean(JobOperator.class).requeue(id));
		assertResult(store, Renamed.class, id, "Ada, 1815, null, null");
	}

	@ParameterizedTest
	@MethodSource("stores")
	void newPropertyOfAPrimitiveTypeFailsTheJob(ApplicationContextRunner store) {
		JobId id = dispatch(store, new Before.Card("Ada", "1815", 3));
		assertUnreadable(store, NewPrimitive.class, id, "at 'priority'");
	}

	private static void assertUnreadable(ApplicationContextRunner store, Class<?> release, JobId id, String reason) {
		store.withBean(release).run((context) -> {
			JobInfo job = context.getBean(JobExplorer.class).await(id, TIME);
			assertThat(job.status()).isEqualTo(JobStatus.FAILED);
			assertThat(job.attempts()).isOne();
			assertThat(job.error().message()).contains(reason);
			assertThat(job.payload()).contains("\"name\":\"Ada\"");
		});
	}

	/** The release before. */
	static class Before {

		@JobTask(name = "cards.print", queue = "cards")
		String print(Card card) {
			throw new IllegalStateException("must not run: " + card);
		}

		record Card(String name, @Sensitive String pin, int copies) {
		}

	}

	/** Two properties have other names, two are new, and one is gone. */
	static class Renamed {

		@JobTask(name = "cards.print", queue = "cards")
		String print(Card card) {
			return card.recipient() + ", " + card.code() + ", " + card.paper() + ", " + card.priority();
		}

		record Card(@JsonAlias("name") String recipient, @Sensitive @JsonAlias("pin") String code,
				@Nullable String paper, @Nullable Integer priority) {
		}

	}

	/** Forgets the former name. */
	static class WithoutAlias {

		@JobTask(name = "cards.print", queue = "cards")
		String print(Card card) {
			return String.valueOf(card.recipient());
		}

		record Card(@Nullable String recipient) {
		}

	}

	/** A property has the same name and another type. */
	static class OtherType {

		@JobTask(name = "cards.print", queue = "cards")
		String print(Card card) {
			return String.valueOf(card.name());
		}

		record Card(int name) {
		}

	}

	/** A property is new, and a payload without it cannot be read. */
	static class NewPrimitive {

		@JobTask(name = "cards.print", queue = "cards")
		String print(Card card) {
			return card.name() + card.priority();
		}

		record Card(String name, int priority) {
		}

	}

}
