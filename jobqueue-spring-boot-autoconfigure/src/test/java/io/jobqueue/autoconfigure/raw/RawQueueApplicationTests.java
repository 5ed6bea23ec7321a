package io.jobqueue.autoconfigure.raw;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.RawJobFactory;
import io.jobqueue.RawQueueInfo;
import io.jobqueue.UnknownRawQueueException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.metrics.RawMetrics;
import io.jobqueue.raw.RawMover;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Other programs add work to an application by one command. */
class RawQueueApplicationTests {

	private static final String[] INBOX = { "jobqueue.raw-queues.inbox.task=mails.send",
			"jobqueue.raw-queues.inbox.poll-interval=100ms" };

	private static ApplicationContextRunner withInbox(ApplicationContextRunner runner) {
		return runner.withBean(Mails.class).withPropertyValues(INBOX);
	}

	/** Jobs run on several threads, so that their order is not known. */
	private static void assertSent(ApplicationContext context, String... mails) throws InterruptedException {
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < mails.length; i++) {
			sent.add(context.getBean(Mails.class).sent.poll(20, TimeUnit.SECONDS));
		}
		assertThat(sent).containsExactlyInAnyOrder(mails);
	}

	@Test
	void pushedItemsAreRun() {
		withInbox(Contexts.inMemory()).withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			context.getBean(RawMetrics.class).bindTo(context.getBean(MeterRegistry.class));
			context.getBean(JobOperator.class).pushRaw("inbox", List.of("\"a\"", "oops", "\"b\""));
			assertSent(context, "a", "b");
			JobExplorer explorer = context.getBean(JobExplorer.class);
			RawQueueInfo info = Awaitility.await().until(() -> explorer.rawQueue("inbox"), (each) -> each.dead() == 1);
			assertThat(info.newestDead()).singleElement().returns("oops", RawQueueInfo.DeadItem::text);
			assertThat(info.queue()).isEqualTo("mails");
			assertThat(context.getBean(MeterRegistry.class)
				.get("jobqueue.raw.moved")
				.tag("raw", "inbox")
				.functionCounter()
				.count()).isEqualTo(2);
			assertThatExceptionOfType(UnknownRawQueueException.class).isThrownBy(() -> explorer.rawQueue("outbox"))
				.withMessageContaining("those of this application are inbox");
		});
	}

	@Test
	void factoryOfTheApplicationMakesJobs() {
		Contexts.inMemory()
			.withBean(Mails.class)
			.withBean(RawJobFactory.class,
					() -> (item) -> JobRequest.of("mails.send", item.text() + "!").onQueue("mails"))
			.withPropertyValues("jobqueue.raw-queues.lines.queue=mails")
			.run((context) -> {
				context.getBean(JobOperator.class).pushRaw("lines", List.of("no JSON"));
				assertSent(context, "no JSON!");
			});
	}

	@Test
	void plainInsertOfAnotherProgramIsRun() {
		withInbox(Contexts.withDatabase()).withPropertyValues("jobqueue.store=jdbc").run((context) -> {
			JdbcTemplate other = context.getBean(JdbcTemplate.class);
			other.update("insert into jobqueue_raw (queue, payload) values ('inbox', '\"a\"')");
			assertSent(context, "a");
			assertThat(context.getBean(JobExplorer.class).rawQueue("inbox").location())
				.isEqualTo("table jobqueue_raw, column queue = 'inbox'");
		});
	}

	@Test
	@Tag("process")
	void plainCommandOfAnotherProgramIsRun() {
		withInbox(Contexts.withRedis()).run((context) -> {
			StringRedisTemplate other = new StringRedisTemplate(context.getBean(RedisConnectionFactory.class));
			String key = "{" + context.getEnvironment().getProperty("jobqueue.namespace") + ":mails}:raw:inbox";
			other.opsForList().rightPushAll(key, "\"a\"", "\"b\"");
			assertSent(context, "a", "b");
			assertThat(context.getBean(JobExplorer.class).rawQueue("inbox").location()).isEqualTo(key);
		});
	}

	@Test
	void applicationWithoutWorkerOnlyPushes() {
		Contexts.inMemory()
			.withPropertyValues("jobqueue.worker.enabled=false", "jobqueue.raw-queues.inbox.task=elsewhere",
					"jobqueue.raw-queues.inbox.queue=mails")
			.run((context) -> {
				context.getBean(JobOperator.class).pushRaw("inbox", List.of("1"));
				assertThat(context.getBean(JobExplorer.class).rawQueue("inbox").size()).isEqualTo(1);
				assertThat(context).doesNotHaveBean(RawMover.class);
			});
	}

	@Test
	void applicationWithoutRawQueuesStartsNoThread() {
		Contexts.inMemory()
			.run((context) -> assertThat(context.getBean(RawMover.class)).returns(false, RawMover::isRunning));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"inbox.task=nobody | jobqueue.raw-queues.inbox.queue must be set, because this application does not have the task 'nobody'",
			"inbox.type=stack | 'jobqueue.raw-queues.inbox.type' to io.jobqueue.RawQueueType",
			"inbox.poll-interval=99ms | jobqueue.raw-queues.inbox.poll-interval must be at least 100ms, but was 99ms",
			"inbox.queue=no queue | jobqueue.raw-queues.inbox.queue must consist of",
			"inbox.task=no task | jobqueue.raw-queues.inbox.task must consist of",
			"[a b].task=mails.send | jobqueue.raw-queues.a b must consist of",
			"inbox.queue=mails | Raw queue 'inbox' has no task, and 0 beans of the type RawJobFactory handle it",
			"inbox.tusk=mails.send | [jobqueue.raw-queues.inbox.tusk] were left unbound" })
	void badPropertiesFailTheStart(String property, String reason) {
		Contexts.assertFails(
				Contexts.inMemory().withBean(Mails.class).withPropertyValues("jobqueue.raw-queues." + property),
				reason);
	}

	@Test
	void unknownTaskFailsTheStartOfAWorker() {
		Contexts.assertFails(
				withInbox(Contexts.inMemory()).withPropertyValues("jobqueue.raw-queues.inbox.task=nobody",
						"jobqueue.raw-queues.inbox.queue=mails"),
				"Raw queue 'inbox' is for task 'nobody', which this application does not have; its tasks are [mails.send]");
	}

	@Test
	void setFailsTheStartOnADatabase() {
		Contexts.assertFails(
				withInbox(Contexts.withDatabase()).withPropertyValues("jobqueue.store=jdbc",
						"jobqueue.raw-queues.inbox.type=set"),
				"Set 'jobqueue.raw-queues.inbox.type' to 'list', and give the task a unique key");
	}

	static class Mails {

		private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

		@JobTask(queue = "mails")
		void send(String mail) {
			this.sent.add(mail);
		}

	}

}
