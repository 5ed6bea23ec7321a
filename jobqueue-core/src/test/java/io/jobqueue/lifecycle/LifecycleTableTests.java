package io.jobqueue.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.JobProgress;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every state and every event.
 */
class LifecycleTableTests {

	private static final JobProgress HALF = JobProgress.of(0.5, "half");

	/**
	 * What each event makes of a job in each state: the status and the hooks that run
	 * (stopped -, ended x, revived ^, started +, entered *), or why it is refused.
	 */
	private static final String TABLE = """
			            | SCHEDULED   | QUEUED      | RETRY       | INTERRUPTED | STARTED       | LINE          | SUCCESS  | FAILED   | MAX_RETRIES | TIMEOUT  | ABORTED  | CANCELLED
			claim       | status      | STARTED+    | status      | STARTED+    | status        | status        | status   | status   | status      | status   | status   | status
			line        | status      | QUEUED+     | status      | QUEUED+     | status        | status        | status   | status   | status      | status   | status   | status
			due         | QUEUED*     | status      | QUEUED*     | status      | status        | status        | status   | status   | status      | status   | status   | status
			report      | stale       | stale       | stale       | stale       | STARTED       | STARTED       | stale    | stale    | stale       | stale    | stale    | stale
			progress    | stale       | stale       | stale       | stale       | STARTED       | STARTED       | stale    | stale    | stale       | stale    | stale    | stale
			success     | stale       | stale       | applied     | applied     | SUCCESS-x     | SUCCESS-x     | applied  | applied  | applied     | applied  | applied  | stale
			failed      | stale       | stale       | applied     | applied     | FAILED-x      | FAILED-x      | applied  | applied  | applied     | applied  | applied  | stale
			max retries | stale       | stale       | applied     | applied     | MAX_RETRIES-x | MAX_RETRIES-x | applied  | applied  | applied     | applied  | applied  | stale
			timeout     | stale       | stale       | applied     | applied     | TIMEOUT-x     | TIMEOUT-x     | applied  | applied  | applied     | applied  | applied  | stale
			aborted     | stale       | stale       | applied     | applied     | ABORTED-x     | ABORTED-x     | applied  | applied  | applied     | applied  | applied  | stale
			retry       | stale       | stale       | applied     | applied     | QUEUED-*      | QUEUED-*      | applied  | applied  | applied     | applied  | applied  | stale
			retry later | stale       | stale       | applied     | applied     | RETRY-*       | RETRY-*       | applied  | applied  | applied     | applied  | applied  | stale
			interrupt   | stale       | stale       | applied     | applied     | INTERRUPTED-* | INTERRUPTED-* | applied  | applied  | applied     | applied  | applied  | stale
			loss        | stale       | stale       | applied     | applied     | QUEUED-*      | QUEUED-*      | applied  | applied  | applied     | applied  | applied  | stale
			give back   | stale       | stale       | applied     | applied     | QUEUED-*      | QUEUED-*      | applied  | applied  | applied     | applied  | applied  | stale
			unknown     | stale       | stale       | applied     | applied     | RETRY-*       | RETRY-*       | applied  | applied  | applied     | applied  | applied  | stale
			lost        | stale       | stale       | stale       | stale       | QUEUED-*      | QUEUED-*      | stale    | stale    | stale       | stale    | stale    | stale
			poison      | stale       | stale       | stale       | stale       | FAILED-x      | FAILED-x      | stale    | stale    | stale       | stale    | stale    | stale
			cancel      | CANCELLEDx  | CANCELLEDx  | CANCELLEDx  | CANCELLEDx  | CANCELLED-x   | CANCELLED-x   | status   | status   | status      | status   | status   | status
			requeue     | status      | status      | status      | status      | status        | status        | QUEUED^* | QUEUED^* | QUEUED^*    | QUEUED^* | QUEUED^* | QUEUED^*
			run now     | QUEUED*     | status      | QUEUED*     | status      | status        | status        | status   | status   | status      | status   | status   | status
			delete      | GONEx       | GONEx       | GONEx       | GONEx       | status        | status        | GONE     | GONE     | GONE        | GONE     | GONE     | GONE
			""";

	static Map<String, LifecycleEvent> events() {
		Map<String, LifecycleEvent> events = new LinkedHashMap<>();
		events.put("claim", new ClaimEvent(Jobs.WORKER, false));
		events.put("line", new ClaimEvent(Jobs.WORKER, true));
		events.put("due", new DueEvent());
		events.put("report", new ReportEvent(Jobs.WORKER, 1, null));
		events.put("progress", new ReportEvent(Jobs.WORKER, 1, HALF));
		outcomes().forEach((name, outcome) -> events.put(name, Jobs.finish(outcome)));
		events.put("lost", new LossEvent(Jobs.WORKER, 2));
		events.put("poison", new LossEvent(Jobs.WORKER, 1));
		events.put("cancel", new ActionEvent(JobAction.CANCEL));
		events.put("requeue", new ActionEvent(JobAction.REQUEUE));
		events.put("run now", new ActionEvent(JobAction.RUN_NOW));
		events.put("delete", new ActionEvent(JobAction.DELETE));
		return events;
	}

	static Map<String, Outcome> outcomes() {
		Map<String, Outcome> outcomes = new LinkedHashMap<>();
		outcomes.put("success", Outcome.success(Jobs.claimed(), "1"));
		for (JobStatus status : List.of(JobStatus.FAILED, JobStatus.MAX_RETRIES, JobStatus.TIMEOUT,
				JobStatus.ABORTED)) {
			outcomes.put(status.name().toLowerCase().replace('_', ' '),
					Outcome.end(Jobs.claimed(), status, Jobs.ERROR));
		}
		outcomes.put("retry", Outcome.retry(Jobs.claimed(), Duration.ZERO, Jobs.ERROR));
		outcomes.put("retry later", Outcome.retry(Jobs.claimed(), Jobs.LATER, Jobs.ERROR));
		outcomes.put("interrupt", Outcome.interrupted(Jobs.claimed()));
		outcomes.put("loss", Outcome.lost(Jobs.claimed()));
		outcomes.put("give back", Outcome.release(Jobs.claimed().id(), 1));
		outcomes.put("unknown", Outcome.unknownTask(Jobs.claimed(), Jobs.LATER));
		return outcomes;
	}

	private static List<List<String>> rows() {
		return TABLE.lines().map((line) -> Arrays.stream(line.split("\\|")).map(String::trim).toList()).toList();
	}

	@TestFactory
	Stream<DynamicTest> eventInState() {
		List<String> states = rows().get(0);
		List<DynamicTest> tests = new ArrayList<>();
		for (List<String> row : rows().subList(1, rows().size())) {
			for (int i = 1; i < states.size(); i++) {
				String state = states.get(i);
				String expected = row.get(i);
				tests.add(DynamicTest.dynamicTest(row.get(0) + " in " + state,
						() -> assertThat(cell(events().get(row.get(0)).decide(state(state), Jobs.NOW)))
							.isEqualTo(expected)));
			}
		}
		return tests.stream();
	}

	@Test
	void tableHasEveryStatusAndEveryEvent() {
		assertThat(rows().get(0)).containsAll(Arrays.stream(JobStatus.values()).map(Enum::name).toList());
		assertThat(rows().stream().skip(1).map((row) -> row.get(0))).containsExactlyElementsOf(events().keySet());
		assertThat(events().values().stream().map(Object::getClass).distinct())
			.containsExactlyInAnyOrder(LifecycleEvent.class.getPermittedSubclasses());
		assertThat(outcomes().values().stream().map(Outcome::kind)).contains(Outcome.Kind.values());
	}

	/** A worker that holds the job no more, or never did, changes nothing. */
	@TestFactory
	Stream<DynamicTest> staleOutcome() {
		return outcomes().entrySet()
			.stream()
			.flatMap((each) -> Stream.of(Jobs.started(), Jobs.inLine()).flatMap((job) -> {
				Outcome outcome = each.getValue();
				Outcome other = new Outcome(outcome.id(), 2, outcome.kind(), outcome.status(), outcome.delay(), null,
						null, null, null, true, null);
				Map<String, FinishEvent> stale = Map.of("of another worker",
						new FinishEvent(Jobs.QUEUE, "other", outcome), "of another queue",
						new FinishEvent("other", Jobs.WORKER, outcome), "of another delivery", Jobs.finish(other));
				return stale.entrySet()
					.stream()
					.map((event) -> DynamicTest.dynamicTest(each.getKey() + " " + event.getKey(),
							() -> assertThat(event.getValue().decide(job, Jobs.NOW)).isEqualTo(Refusal.STALE)));
			}));
	}

	/** Whatever an outcome has made of the job, the same one again is a repetition. */
	@TestFactory
	Stream<DynamicTest> repeatedOutcome() {
		return outcomes().entrySet().stream().map((each) -> DynamicTest.dynamicTest(each.getKey(), () -> {
			JobState after = Jobs.after(Jobs.started(), Jobs.finish(each.getValue()));
			assertThat(Jobs.finish(each.getValue()).decide(after, Jobs.NOW)).isEqualTo(Refusal.ALREADY_APPLIED);
			assertThat(new FinishEvent(Jobs.QUEUE, "other", each.getValue()).decide(after, Jobs.NOW))
				.isEqualTo(Refusal.STALE);
		}));
	}

	@Test
	void reportOfAnotherWorkerOrDeliveryIsStale() {
		assertThat(new ReportEvent("other", 1, HALF).decide(Jobs.started(), Jobs.NOW)).isEqualTo(Refusal.STALE);
		assertThat(new ReportEvent(Jobs.WORKER, 2, HALF).decide(Jobs.started(), Jobs.NOW)).isEqualTo(Refusal.STALE);
	}

	@Test
	void lossOfAnotherWorkerIsStale() {
		assertThat(new LossEvent("other", 2).decide(Jobs.started(), Jobs.NOW)).isEqualTo(Refusal.STALE);
	}

	private static JobState state(String name) {
		return name.equals("LINE") ? Jobs.inLine() : Jobs.in(JobStatus.valueOf(name));
	}

	private static String cell(Decision decision) {
		if (decision instanceof Refusal refusal) {
			return switch (refusal) {
				case WRONG_STATUS -> "status";
				case STALE -> "stale";
				case ALREADY_APPLIED -> "applied";
			};
		}
		Transition transition = (Transition) decision;
		String hooks = transition.hooks().stream().map((hook) -> switch (hook) {
			case STOPPED -> "-";
			case ENDED -> "x";
			case REVIVED -> "^";
			case STARTED -> "+";
			case ENTERED -> "*";
		}).collect(Collectors.joining());
		return ((transition.after() != null) ? transition.after().status().name() : "GONE") + hooks;
	}

}
