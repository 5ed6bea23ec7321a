package io.jobqueue.raw;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobEvent;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.RawItem;
import io.jobqueue.RawJobFactory;
import io.jobqueue.RawQueueInfo.DeadItem;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.raw.RawStore;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class RawMoverTests extends MoverScene {

	private static final RawQueue MADE = queue("made", null);

	@Test
	void itemsAreThePayloadsOfTheTaskAsTheyAre() {
		push(INBOX, "{ \"copies\": 2,  \"to\":\"a\", \"more\": 1 }", "{\"to\":\"b\",\"copies\":1}");
		move(INBOX);
		assertThat(payloads()).containsExactly("{ \"copies\": 2,  \"to\":\"a\", \"more\": 1 }",
				"{\"to\":\"b\",\"copies\":1}");
		assertThat(jobs())
			.allSatisfy((job) -> assertThat(job).returns("mails.send", JobInfo::task).returns(QUEUE, JobInfo::queue));
		assertThat(this.events).containsExactly(new JobEvent.Dispatched(QUEUE, "mails.send", 2));
	}

	@Test
	void itemThatTheTaskCannotReadIsADeadItemAndNotLogged(CapturedOutput output) {
		push(INBOX, "{\"to\":\"secret\"", "", "null", "[1]", "{\"to\":\"b\",\"copies\":1}");
		move(INBOX);
		assertThat(payloads()).containsExactly("{\"to\":\"b\",\"copies\":1}");
		assertThat(dead(INBOX)).extracting(DeadItem::text).containsExactly("[1]", "null", "", "{\"to\":\"secret\"");
		assertThat(dead(INBOX)).extracting(DeadItem::reason)
			.allSatisfy((reason) -> assertThat(reason).doesNotContain("secret").containsAnyOf("JSON", "payload"));
		assertThat(output)
			.containsOnlyOnce("4 item(s) of raw queue 'inbox' could not become jobs and are kept as dead items")
			.contains("JobExplorer.rawQueue(\"inbox\")")
			.doesNotContain("secret");
	}

	@Test
	void itemThatIsTooLargeIsADeadItemOfWhichTheBeginningIsKept() {
		push(INBOX, "\"" + "a".repeat(300_000) + "\"");
		move(INBOX);
		assertThat(dead(INBOX).get(0).text()).hasSize(10_000);
		assertThat(dead(INBOX).get(0).reason()).contains("It has 300,002 bytes, but at most 262,144 are allowed",
				"jobqueue.payload.max-size");
	}

	@Test
	void taskWithoutPayloadTakesAnyJsonAndItsUniqueKeyApplies() {
		RawQueue cleaning = queue("cleaning", "mails.clean");
		push(cleaning, "1", "{}", "oops");
		move(cleaning);
		assertThat(jobs()).hasSize(1);
		assertThat(dead(cleaning)).extracting(DeadItem::text).containsExactly("oops");
		assertThat(this.events).contains(new JobEvent.Dispatched(QUEUE, "mails.clean", 1))
			.hasAtLeastOneElementOfType(JobEvent.Duplicate.class);
		assertThat(size(cleaning)).isZero();
	}

	@Test
	void factoryMakesTheJobs() {
		this.factories.add((item) -> JobRequest.of("mails.send", new Mail(item.text(), 1))
			.withHeader("from", item.rawQueue())
			.withPriority(7));
		push(MADE, "no JSON");
		move(MADE);
		assertThat(jobs()).singleElement()
			.returns(7, JobInfo::priority)
			.returns("{\"to\":\"no JSON\",\"copies\":1}", JobInfo::payload)
			.returns("made", (job) -> job.headers().get("from"));
	}

	@Test
	void itemThatTheFactoryRefusesIsADeadItem() {
		this.factories.add(new RawJobFactory() {

			@Override
			public JobRequest create(RawItem item) {
				return switch (item.text()) {
					case "null" -> null;
					case "elsewhere" -> JobRequest.of("mails.send", new Mail("a", 1)).onQueue("other");
					case "bad" -> throw new IllegalStateException("the reason");
					case "deep" -> throw new StackOverflowError();
					case "class" -> throw new NoClassDefFoundError("com/example/Gone");
					default -> JobRequest.of("mails.send", 3);
				};
			}

		});
		push(MADE, "null", "elsewhere", "bad", "deep", "class", "type");
		move(MADE);
		assertThat(jobs()).isEmpty();
		assertThat(dead(MADE)).extracting(DeadItem::text)
			.containsExactly("type", "class", "deep", "bad", "elsewhere", "null");
		assertThat(dead(MADE)).extracting(DeadItem::reason)
			.satisfiesExactly((reason) -> assertThat(reason).contains("mails.send"),
					(reason) -> assertThat(reason).contains("NoClassDefFoundError: com/example/Gone"),
					(reason) -> assertThat(reason).contains("StackOverflowError"),
					(reason) -> assertThat(reason).isEqualTo("java.lang.IllegalStateException: the reason"),
					(reason) -> assertThat(reason).contains("queue 'other'", "jobqueue.raw-queues.made.queue"),
					(reason) -> assertThat(reason).contains("returned null"));
	}

	@Test
	void itemStaysWhileAFactoryCannotReachTheStore() {
		AtomicBoolean away = new AtomicBoolean(true);
		this.factories.add((item) -> {
			if (away.get()) {
				throw new StoreUnavailableException("away", null);
			}
			return JobRequest.of("mails.send", new Mail("a", 1));
		});
		push(MADE, "1");
		move(MADE);
		assertThat(size(MADE)).isEqualTo(1);
		away.set(false);
		move(MADE);
		assertThat(jobs()).hasSize(1);
	}

	@Test
	void unknownTasksAndMissingFactoriesAreRefused() {
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> mover(queue("inbox", "mails.sent")))
			.withMessageContaining("Raw queue 'inbox' is for task 'mails.sent', which this application does not have")
			.withMessageContaining("mails.send")
			.withMessageContaining("'jobqueue.raw-queues.inbox.task'");
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> mover(MADE))
			.withMessageContaining("Raw queue 'made' has no task, and 0 beans of the type RawJobFactory handle it");
		RawJobFactory factory = (item) -> JobRequest.of("mails.send", null);
		this.factories.addAll(List.of(factory, factory));
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> mover(MADE))
			.withMessageContaining("2 beans");
	}

	@Test
	void applicationThatOnlyPushesNeedsNoTask() {
		this.served.clear();
		RawQueue foreign = queue("inbox", "elsewhere");
		push(foreign, "1");
		move(foreign, MADE);
		assertThat(size(foreign)).isEqualTo(1);
	}

	@Test
	void itemsOfAQueueThatIsNotServedStayWhereTheyAre(CapturedOutput output) {
		this.served.clear();
		push(INBOX, "{\"to\":\"a\",\"copies\":1}");
		move(INBOX);
		assertThat(size(INBOX)).isEqualTo(1);
		assertThat(output).contains("Raw queue 'inbox' fills queue 'mails', which this application does not serve")
			.contains("'jobqueue.queues.mails'");
	}

	@Test
	void backlogStaysWhereItWasPut() {
		queues(INBOX).push("inbox", Collections.nCopies(1200, "{\"to\":\"a\",\"copies\":1}"));
		move(INBOX);
		assertThat(jobs()).hasSize(500);
		assertThat(size(INBOX)).isEqualTo(700);
	}

	@Test
	void moverGoesOnAtOnceWhileThereIsMore() {
		queues(INBOX).push("inbox", Collections.nCopies(150, "{\"to\":\"a\",\"copies\":1}"));
		RawMover mover = mover(INBOX);
		assertThat(mover.runOnce()).isZero();
		assertThat(jobs()).hasSize(100);
		assertThat(mover.runOnce()).isPositive();
		assertThat(jobs()).hasSize(150);
		assertThat(mover.moved("inbox")).isEqualTo(150);
	}

	@Test
	void failureOfOneRawQueueDoesNotPreventTheOthers(CapturedOutput output) {
		StoreBackend memory = this.store;
		RawStore raw = memory.part(RawStore.class);
		RawQueue broken = queue("broken", "mails.send");
		this.store = new ForwardingBackend(memory) {

			@Override
			public <T> T part(Class<T> type) {
				return (type == RawStore.class) ? type.cast(new FailingRawStore(raw, "broken")) : super.part(type);
			}

		};
		push(INBOX, "{\"to\":\"a\",\"copies\":1}");
		move(broken, INBOX);
		assertThat(jobs()).hasSize(1);
		assertThat(output).containsOnlyOnce("An error of the store affects raw queue 'broken'")
			.contains("the key is of the wrong type");
	}

	@Test
	void startedMoverMovesUntilItIsStopped() {
		RawMover mover = mover(INBOX);
		mover.start();
		push(INBOX, "{\"to\":\"a\",\"copies\":1}");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> jobs().size() == 1);
		mover.stop();
		assertThat(mover.isRunning()).isFalse();
		push(INBOX, "{\"to\":\"b\",\"copies\":1}");
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("jobqueue-raw");
		assertThat(size(INBOX)).isEqualTo(1);
	}

}
