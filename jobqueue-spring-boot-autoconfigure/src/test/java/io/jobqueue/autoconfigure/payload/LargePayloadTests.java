package io.jobqueue.autoconfigure.payload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.time.Duration;
import java.time.InstantSource;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.PayloadStore;
import io.jobqueue.RetryRequest;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.payload.FilePayloadStore;
import io.jobqueue.payload.JdbcPayloadStore;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.payload.UnusedPayloads;
import io.jobqueue.store.StoreBackend;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Large payloads travel beside the store of jobs. */
class LargePayloadTests {

	private static final Duration TIME = Duration.ofSeconds(20);

	private static final String LARGE = "x".repeat(300_000);

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner(String store, String type) {
		ApplicationContextRunner runner = switch (store) {
			case "redis" -> Contexts.withRedis();
			case "jdbc" -> Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc");
			case "database" -> Contexts.withDatabase().withPropertyValues("jobqueue.store=memory");
			default -> Contexts.inMemory();
		};
		return runner.withBean(Imports.class)
			.withPropertyValues("jobqueue.payload.store.type=" + type,
					"jobqueue.payload.store.directory=" + this.directory);
	}

	private static JobInfo stored(ApplicationContext context, JobId id) {
		return context.getBean(StoreBackend.class).queries().find(List.of(id)).get(id);
	}

	@ParameterizedTest
	@CsvSource({ "redis, file", "jdbc, jdbc", "jdbc, file", "memory, file", "database, jdbc" })
	void largePayloadReachesItsHandler(String store, String type) {
		runner(store, type).run((context) -> {
			assertThat(context).hasNotFailed();
			JobId id = context.getBean(JobDispatcher.class).dispatch(Imports.class, new Text(LARGE));
			JobInfo info = context.getBean(JobExplorer.class).await(id, TIME);
			assertThat(info.status()).isEqualTo(JobStatus.SUCCESS);
			// The second attempt is one in another queue.
			assertThat(context.getBean(Imports.class).texts).containsExactly(LARGE, LARGE);
			assertThat(info.payload()).isEqualTo("{\"@stored\":{\"bytes\":300011}}");
			assertThat(context.getBean(PayloadStore.class).get(id)).hasSize(300_011);
		});
	}

	@ParameterizedTest
	@CsvSource({ "redis, file", "jdbc, jdbc", "memory, file" })
	void payloadIsDeletedAfterItsJob(String store, String type) {
		runner(store, type).run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch(Imports.class, new Text(LARGE));
			JobId kept = context.getBean(JobDispatcher.class).dispatch(Imports.class, new Text(LARGE));
			context.getBean(JobExplorer.class).await(id, TIME);
			context.getBean(JobExplorer.class).await(kept, TIME);
			context.getBean(JobOperator.class).delete(id);
			PayloadStore payloads = context.getBean(PayloadStore.class);
			context.getBean(UnusedPayloads.class).run();
			assertThat(payloads.get(id)).as("a young one").isNotNull();
			new UnusedPayloads(payloads, context.getBean(StoreBackend.class), Duration.ofSeconds(-10)).run();
			assertThat(payloads.get(id)).isNull();
			assertThat(payloads.get(kept)).isNotNull();
		});
	}

	@Test
	void missingPayloadFailsItsJob() {
		runner("memory", "file").withPropertyValues("jobqueue.worker.enabled=true").run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch(Imports.class, new Text(LARGE));
			context.getBean(JobExplorer.class).await(id, TIME);
			context.getBean(PayloadStore.class).delete(List.of(id));
			context.getBean(JobOperator.class).requeue(id);
			JobInfo info = context.getBean(JobExplorer.class).await(id, TIME);
			assertThat(info.status()).isEqualTo(JobStatus.FAILED);
			assertThat(info.error()).isNotNull();
			assertThat(info.error().message()).contains("is not in the payload store", id.value());
		});
	}

	@Test
	void rolledBackDispatchLeavesNoPayload() {
		runner("jdbc", "jdbc").withPropertyValues("jobqueue.worker.enabled=false").run((context) -> {
			JobId[] id = new JobId[1];
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> {
					id[0] = context.getBean(JobDispatcher.class).dispatch(Imports.class, new Text(LARGE));
					status.setRollbackOnly();
				});
			assertThat(stored(context, id[0])).isNull();
			assertThat(context.getBean(PayloadStore.class).get(id[0])).isNull();
		});
	}

	@Test
	void isOffByDefault() {
		Contexts.inMemory().withBean(Imports.class).run((context) -> {
			assertThat(context).doesNotHaveBean(PayloadStore.class).doesNotHaveBean(UnusedPayloads.class);
			assertThat(context.getBean(StoredPayloads.class).isActive()).isFalse();
			assertThatExceptionOfType(PayloadException.class)
				.isThrownBy(() -> context.getBean(JobDispatcher.class).dispatch(Imports.class, new Text(LARGE)))
				.withMessageContaining("jobqueue.payload.store.type");
		});
	}

	@Test
	void kindsMakeTheirStores() {
		runner("memory", "file").run((context) -> assertThat(context).hasSingleBean(FilePayloadStore.class));
		runner("database", "jdbc").run((context) -> assertThat(context).hasSingleBean(JdbcPayloadStore.class));
		PayloadStore own = new FilePayloadStore(this.directory.resolve("own"), InstantSource.system());
		runner("memory", "none").withBean(PayloadStore.class, () -> own).run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch(Imports.class, new Text(LARGE));
			assertThat(own.get(id)).isNotNull();
		});
	}

	@Test
	void settingsThatCannotWorkFailTheStart() throws Exception {
		Contexts.assertFails(runner("memory", "jdbc"), "needs a DataSource");
		Contexts.assertFails(runner("memory", "file").withPropertyValues("jobqueue.payload.store.directory="),
				"jobqueue.payload.store.directory must be set");
		Path file = Files.writeString(this.directory.resolve("file"), "");
		Contexts.assertFails(runner("memory", "file").withPropertyValues("jobqueue.payload.store.directory=" + file),
				"must be a directory that this application may write");
		Contexts.assertFails(runner("memory", "file").withPropertyValues("jobqueue.payload.store.threshold=1MB"),
				"must not be more than jobqueue.payload.max-size");
		Contexts.assertFails(runner("memory", "file").withPropertyValues("jobqueue.payload.store.max-size=16KB"),
				"must not be more than jobqueue.payload.store.max-size");
		Contexts.assertFails(runner("memory", "file").withPropertyValues("jobqueue.payload.store.keep-unused=1m"),
				"at least 1h");
		Contexts.assertFails(runner("database", "jdbc").withPropertyValues("jobqueue.dispatch.outbox=true"),
				"must be false with a payload store");
	}

	/** A payload. */
	record Text(String text) {
	}

	/** A task whose second attempt is in another queue. */
	@JobTask(queue = "imports")
	static class Imports implements JobHandler<Text, Void> {

		final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

		@Override
		public @Nullable Void handle(Text payload, JobContext job) {
			this.texts.add(payload.text());
			if (job.attempt() == 1) {
				job.retry(RetryRequest.withDefaults().withDelay(Duration.ZERO).onQueue("default"));
			}
			return null;
		}

	}

}
