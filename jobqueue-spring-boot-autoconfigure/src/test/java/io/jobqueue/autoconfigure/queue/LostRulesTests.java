package io.jobqueue.autoconfigure.queue;

import java.time.InstantSource;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LostRulesTests {

	private final LosingStore store = new LosingStore();

	private final ApplicationContextRunner runner = Contexts.inMemory()
		.withBean(StoreBackend.class, () -> this.store)
		.withBean(Imports.class)
		.withPropertyValues("jobqueue.queues.imports.max-running=20", "jobqueue.queues.imports.rate-limit=100/1m",
				"jobqueue.queues.imports.paused=true", "jobqueue.queues.mails.max-size=3",
				"jobqueue.queues.plain.order=fifo", "jobqueue.queues.idle.paused=true");

	@Test
	void rulesThatTheStoreHasLostAreConfiguredAgain(CapturedOutput output) {
		this.runner.run((context) -> {
			LostRules duty = context.getBean(LostRules.class);
			duty.run();
			QueueRules before = rules("imports");
			this.store.loseAll();
			duty.run();
			assertThat(rules("imports").isSame(before)).isTrue();
			assertThat(rules("imports").limit("")).isEqualTo(new Limit(20, Rate.of("100/1m")));
			assertThat(rules("imports").limit("task:import")).isEqualTo(Limit.ofMaxRunning(5));
			assertThat(rules("mails").maxSize()).isEqualTo(3);
			assertThat(context.getBean(JobExplorer.class).queue("imports").paused()).isTrue();
			assertThat(output).containsOnlyOnce(
					"The store has lost the limits and maximum sizes of the queues " + "[imports, mails]");
			this.store.loseAll();
			duty.run();
			assertThat(rules("mails").maxSize()).isEqualTo(3);
		});
	}

	@Test
	void whatAnOperatorHasChangedStays(CapturedOutput output) {
		this.runner.run((context) -> {
			LostRules duty = context.getBean(LostRules.class);
			duty.run();
			JobOperator operator = context.getBean(JobOperator.class);
			operator.resume("imports");
			operator.limit("imports", "", Limit.ofMaxRunning(1));
			duty.run();
			assertThat(rules("imports").limit("")).isEqualTo(Limit.ofMaxRunning(1));
			assertThat(isPaused(context)).isFalse();
			operator.limit("imports", "", null);
			duty.run();
			assertThat(isPaused(context)).isFalse();
			assertThat(output).doesNotContain("has lost");
		});
	}

	private static boolean isPaused(ApplicationContext context) {
		return context.getBean(JobExplorer.class).queue("imports").paused();
	}

	private QueueRules rules(String queue) {
		return this.store.part(QueueRulesStore.class).rules(queue);
	}

	/** A store that begins anew. */
	private static final class LosingStore extends ForwardingBackend {

		private StoreBackend rules = new MemoryStoreBackend(InstantSource.system());

		LosingStore() {
			super(new MemoryStoreBackend(InstantSource.system()));
		}

		void loseAll() {
			this.rules = new MemoryStoreBackend(InstantSource.system());
			super.actions().resume("imports");
		}

		@Override
		public <T> T part(Class<T> type) {
			return (type == QueueRulesStore.class) ? this.rules.part(type) : super.part(type);
		}

	}

	static class Imports {

		@JobTask(name = "import", queue = "imports", maxRunning = 5)
		void run(String file) {
		}

	}

}
