package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.time.InstantSource;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRateLimiter;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.LimitInfo;
import io.jobqueue.Rate;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConfiguredLimitsTests {

	private final ApplicationContextRunner runner = Contexts.inMemory();

	@Test
	void limitsOfPropertiesAreStored() {
		this.runner
			.withPropertyValues("jobqueue.queues.imports.max-running=20", "jobqueue.queues.imports.rate-limit=100/1m",
					"jobqueue.queues.imports.limits.tenant.max-running=4",
					"jobqueue.queues.imports.limits.tenant.rate-limit=10/s", "jobqueue.queues.imports.order=fair",
					"jobqueue.queues.imports.fair-by=tenant")
			.run((context) -> {
				QueueRules rules = context.getBean(StoreBackend.class).part(QueueRulesStore.class).rules("imports");
				assertThat(rules.limit("")).isEqualTo(new Limit(20, Rate.of("100/1m")));
				assertThat(rules.limit("tenant=acme")).isEqualTo(new Limit(4, Rate.of("10/1s")));
				assertThat(rules.order()).isEqualTo(QueueRules.Order.FAIR);
				assertThat(rules.fairBy()).isEqualTo("tenant");
			});
	}

	@Test
	void limitsOfATaskAreStoredAndItsJobsAreUnderThem() {
		this.runner.withBean(Imports.class).run((context) -> {
			assertThat(context.getBean(JobExplorer.class).limits("imports")).extracting(LimitInfo::name)
				.containsExactly("task:import", "task:import:tenant");
			JobId id = context.getBean(JobDispatcher.class)
				.dispatch(JobRequest.of("import", "a.csv").withLimitKey("tenant", "acme"));
			assertThat(context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(10)).status())
				.isEqualTo(JobStatus.SUCCESS);
			assertThat(context.getBean(StoreBackend.class).part(LimitStore.class).limitsOf("imports", id))
				.containsExactly("tenant=acme", "task:import", "task:import:tenant=acme");
		});
	}

	@Test
	void boundOfAnOperatorStaysAfterTheBoundOfTheConfigurationChanges() {
		this.runner.withPropertyValues("jobqueue.queues.imports.max-running=20").run((context) -> {
			context.getBean(JobOperator.class).limit("imports", "", Limit.ofMaxRunning(1));
			context.getBean(ConfiguredLimits.class).start();
			assertThat(context.getBean(JobExplorer.class).limits("imports")).singleElement().satisfies((limit) -> {
				assertThat(limit.limit()).isEqualTo(Limit.ofMaxRunning(1));
				assertThat(limit.configured()).isEqualTo(Limit.ofMaxRunning(20));
			});
		});
	}

	@Test
	void queueWithoutLimitsHasNoRules() {
		this.runner.withPropertyValues("jobqueue.queues.plain.concurrency=2")
			.run((context) -> assertThat(context.getBean(StoreBackend.class).part(QueueRulesStore.class).rules("plain"))
				.isEqualTo(QueueRules.NONE));
	}

	@Test
	void rateLimiterGrantsPermits() {
		this.runner.run((context) -> {
			JobRateLimiter limiter = context.getBean(JobRateLimiter.class);
			assertThat(limiter.tryAcquire("mail", 1, Duration.ofMinutes(1)).granted()).isTrue();
			assertThat(limiter.tryAcquire("mail", 1, Duration.ofMinutes(1)).granted()).isFalse();
		});
	}

	@Test
	void startFailsWithAMessageThatNamesTheKey() {
		assertFails("jobqueue.queues.imports.rate-limit=often", "jobqueue.queues.imports.rate-limit must be a number");
		assertFails("jobqueue.queues.imports.limits.tenant.rate-limit=0/1s",
				"jobqueue.queues.imports.limits.tenant.rate-limit must be a number");
		assertFails("jobqueue.queues.imports.max-running=-1", "jobqueue.queues.imports.max-running");
		assertFails("jobqueue.queues.imports.order=fair", "jobqueue.queues.imports.fair-by");
		assertFails("jobqueue.queues.imports.fair-by=tenant", "jobqueue.queues.imports.order");
		assertFails("jobqueue.queues.imports.limits.tenant.max-runing=1",
				"jobqueue.queues.imports.limits.tenant.max-run");
	}

	@Test
	void newestFirstIsStoredAndRefusedBesideLimits() {
		this.runner.withPropertyValues("jobqueue.queues.imports.order=lifo")
			.run((context) -> assertThat(
					context.getBean(StoreBackend.class).part(QueueRulesStore.class).rules("imports").order())
				.isEqualTo(QueueRules.Order.LIFO));
		Contexts.assertFails(
				this.runner.withPropertyValues("jobqueue.queues.imports.order=lifo",
						"jobqueue.queues.imports.limits.tenant.max-running=3"),
				"jobqueue.queues.imports.order cannot be combined with limits");
	}

	@Test
	void newestFirstIsRefusedBesideLimitsThatOthersHaveSet() {
		MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());
		ApplicationContextRunner shared = this.runner.withBean(StoreBackend.class, () -> store);
		shared.run((context) -> context.getBean(JobOperator.class).limit("imports", "tenant", Limit.ofMaxRunning(1)));
		Contexts.assertFails(shared.withPropertyValues("jobqueue.queues.imports.order=lifo"),
				"Queue 'imports' cannot have the order 'lifo' and limits, which are for ['tenant']");
		Contexts.assertFails(
				this.runner.withBean(Imports.class).withPropertyValues("jobqueue.queues.imports.order=lifo"),
				"which are for ['task:import', 'task:import:tenant']");
	}

	@Test
	void limitsOfAnOperatorAreRefusedBesideNewestFirst() {
		this.runner.withPropertyValues("jobqueue.queues.imports.order=lifo").run((context) -> {
			JobOperator operator = context.getBean(JobOperator.class);
			assertThatExceptionOfType(InvalidJobException.class)
				.isThrownBy(() -> operator.limit("imports", "tenant=acme", Limit.ofMaxRunning(1)))
				.withMessageContainingAll("'imports'", "'lifo'", "'tenant=acme'", "jobqueue.queues.imports.order");
			operator.limit("imports", "tenant=acme", null);
			operator.holdBack("imports", Duration.ofMillis(1));
		});
	}

	private void assertFails(String property, String message) {
		Contexts.assertFails(this.runner.withPropertyValues(property), message);
	}

	@Test
	void storeWithoutLimitsIsRefusedOnlyIfLimitsAreConfigured() {
		ApplicationContextRunner other = this.runner.withBean(StoreBackend.class, WithoutLimits::new);
		other.run((context) -> assertThat(context).hasNotFailed());
		other.withPropertyValues("jobqueue.queues.imports.max-running=1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(UnsupportedStorePartException.class));
	}

	private static final class WithoutLimits extends ForwardingBackend {

		WithoutLimits() {
			super(new MemoryStoreBackend(InstantSource.system()));
		}

		@Override
		public <T> T part(Class<T> type) {
			if (type == LimitStore.class) {
				throw new UnsupportedStorePartException(this, type);
			}
			return super.part(type);
		}

	}

	static class Imports {

		@JobTask(name = "import", queue = "imports", maxRunning = 5, limitKey = "tenant", maxRunningPerKey = 1)
		void run(String file) {
		}

	}

}
