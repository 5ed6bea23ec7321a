package io.jobqueue.dispatch;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobQuery;
import io.jobqueue.PayloadException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.management.JobSearch;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.MapperFeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each payload is read back, also when earlier ones of its class could be read.
 */
class ReadBackTests {

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final JobDispatcher jobs = dispatcher(new JacksonJobSerializer());

	@Test
	void recordWhoseConstructorChangesItsComponentIsReadBack() {
		this.jobs.dispatch("tasks.raise", new Raised(5));
		assertRefused(this.jobs, "tasks.raise", new Raised(50));
		assertStored(1);
	}

	@Test
	void recordWhoseAccessorReturnsAnotherValueIsReadBack() {
		this.jobs.dispatch("tasks.negate", new Negated(0));
		assertRefused(this.jobs, "tasks.negate", new Negated(1));
		assertStored(1);
	}

	@Test
	void recordThatTheMapperWritesInAnotherWayThanItReadsIsRefusedEachTime() {
		JobDispatcher odd = dispatcher(
				new JacksonJobSerializer((mapper) -> mapper.enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
					.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)));
		assertRefused(odd, "tasks.count", new Counted(1));
		assertRefused(odd, "tasks.count", new Counted(1));
		assertStored(0);
	}

	private static void assertRefused(JobDispatcher jobs, String task, Object payload) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> jobs.dispatch(task, payload))
			.withMessageContainingAll(task, "cannot be read");
	}

	private void assertStored(int count) {
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all()).jobs()).hasSize(count);
	}

	private JobDispatcher dispatcher(JacksonJobSerializer serializer) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Tasks.class)) {
			TaskRegistry tasks = new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
			return new StoringJobDispatcher(this.store, tasks, serializer, DispatchOptions.DEFAULT, DispatchHooks.NONE,
					this.clock);
		}
	}

	record Counted(int value) {
	}

	record Raised(int value) {

		Raised {
			if (value > 100) {
				throw new IllegalArgumentException("At most 100");
			}
			value *= 10;
		}

	}

	record Negated(int value) {

		Negated {
			if (value < 0) {
				throw new IllegalArgumentException("At least 0");
			}
		}

		@Override
		public int value() {
			return -this.value;
		}

	}

	static class Tasks {

		@JobTask
		void count(Counted counted) {
		}

		@JobTask
		void raise(Raised raised) {
		}

		@JobTask
		void negate(Negated negated) {
		}

	}

}
