package io.jobqueue.crash;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.JobDispatchException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.store.redis.ScriptNames;
import io.jobqueue.testsupport.LostReplies;
import io.jobqueue.testsupport.RedisProcess;
import io.jobqueue.testsupport.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis does what it was asked for and its reply is lost with the connection: each script
 * and each plain command, one by one.
 */
class LostReplyTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	/** What a worker and a dispatcher use under load. */
	private static final List<String> UNDER_LOAD = List.of("INSERT", "CLAIM", "STEP", "RENEW");

	/** Scripts that change nothing: what was lost is asked again. */
	private static final Set<String> READS = Set.of("EXPIRED", "FIND", "SEARCH", "QUEUE", "WORKERS", "NOTE", "REPEATED",
			"SOME", "PRESENT", "READ", "LARGE", "SUMMARIES", "TAGGED", "COUNT_TAGGED", "OWNER", "RULES", "USES", "HELD",
			"LANE", "DUE_SCHEDULES", "FIND_SCHEDULES", "SCHEDULE_NAMES", "UNDECLARED_SCHEDULES", "READ_ACTS",
			"STEPS_OF", "LOG_OF", "RAW_LOOK", "RAW_STATE", "NOTICES", "FIND_FLOW", "FLOW_PLACES", "FLOW_PART",
			"LIVING_FLOWS", "OLD_FLOWS", "PAGE_FLOWS");

	private static final List<JobRequest> SMALL = Collections.nCopies(20, JobRequest.of(LedgerTask.NAME, 20));

	/** Too few for a full claim, so that a call of its own stores how it ended. */
	private static final List<JobRequest> ALONE = List.of(JobRequest.of(LedgerTask.NAME, 100));

	private final LostReplies replies = new LostReplies(ScriptNames.bySha());

	@BadDay
	void ofEachStepOfAJob(Scene scene) {
		RedisCrashStore way = start(scene);
		scene.workerAt("w0", way.address());
		JobDispatcher jobs = Scene.dispatcher(way.backend(), InstantSource.system());
		scene.awaitStartsOf(dispatch(scene, jobs, SMALL));
		for (String step : UNDER_LOAD) {
			for (int round = 0; round < Form.count(2, 20); round++) {
				int before = this.replies.lost();
				this.replies.lose(step, 1);
				scene.harmed();
				dispatch(scene, jobs, SMALL);
				awaitLost(step, before, () -> dispatch(scene, jobs, ALONE));
				dispatch(scene, jobs, SMALL);
			}
			scene.awaitAllEnded();
		}
		scene.verdict().requireNoHarm().requireNoneRanTwice();
	}

	private void awaitLost(String step, int before, Runnable meanwhile) {
		Scene.await().alias("a lost reply of " + step).until(() -> {
			meanwhile.run();
			return this.replies.lost() > before;
		});
	}

	@BadDay
	void ofEachPlainCommand(Scene scene) {
		RedisCrashStore way = start(scene);
		JobDispatcher jobs = Scene.dispatcher(way.backend(), InstantSource.system());
		for (String command : List.of("SADD", "SET", "MGET")) {
			int before = this.replies.lost();
			this.replies.lose(command, 1);
			scene.workerAt("w-" + command, way.address());
			JobRequest large = JobRequest.of(LedgerTask.NAME, 1).withHeader("large", "x".repeat(20_000));
			dispatch(scene, jobs, List.of(large));
			dispatch(scene, jobs, SMALL);
			Scene.await().until(() -> this.replies.lost() > before);
		}
		scene.verdict().requireNoHarm().requireNoneRanTwice();
	}

	/** Each does its work although its reply is lost, and may be repeated. */
	@BadDay
	void ofEachDuty(Scene scene) {
		RedisCrashStore way = start(scene);
		Duties duties = new Duties(way.backend());
		Map<String, Runnable> actions = new LinkedHashMap<>();
		actions.put("LOOK", duties::cancel);
		actions.put("STEP of a cancel", duties::cancel);
		actions.put("STEP of a requeue", duties::requeue);
		actions.put("STEP of a run now", duties::runNow);
		actions.put("STEP of a delete", duties::delete);
		actions.put("RESUME", duties::resume);
		actions.put("PROMOTE", duties::promote);
		List.of("STEP of a reclaim", "RETIRE").forEach((step) -> actions.put(step, duties::reclaim));
		actions.put("PRUNE", duties::prune);
		actions.put("VACATE", duties::forget);
		actions.put("STEP of a finish", duties::move);
		List.of("PREPARE", "OPEN", "ARRIVE", "DEPART", "SETTLE").forEach((step) -> actions.put(step, duties::move));
		actions.put("REDIRECT", duties::moveOn);
		actions.put("ANNOTATE", duties::storeOnFailureError);
		actions.put("LEAVE", duties::leave);
		List.of("UNFORWARD", "DISCARD").forEach((step) -> actions.put(step, duties::pruneMoved));
		addCapabilities(new CapabilityDuties(way.backend()), actions);
		FlowDuties flows = new FlowDuties(way.backend());
		List.of("CHANGE_FLOW", "PUT_FLOW_PART", "LIST_FLOW", "RELAYED", "DUE_FLOWS", "LOOKED_AT_FLOW", "FORGET_FLOWS")
			.forEach((step) -> actions.put(step, flows::live));
		List.of("ASK_STACK", "TAKE_STACKS").forEach((step) -> actions.put(step, flows::askForStack));
		actions.put("DRAINS", flows::drainWorker);
		Set<String> all = new TreeSet<>();
		actions.keySet().forEach((step) -> all.add(script(step)));
		all.addAll(UNDER_LOAD);
		all.addAll(READS);
		assertThat(all).as("every script has its place")
			.containsExactlyInAnyOrderElementsOf(ScriptNames.bySha().values());
		actions.forEach((step, action) -> {
			int before = this.replies.lost();
			this.replies.lose(script(step), 1);
			action.run();
			assertThat(this.replies.lost()).as("replies of " + step + " that were lost").isGreaterThan(before);
		});
	}

	private static void addCapabilities(CapabilityDuties duties, Map<String, Runnable> actions) {
		actions.put("GOVERN", duties::changeRules);
		actions.put("RELIEVE", duties::changeRules);
		actions.put("HOLD", duties::holdBack);
		actions.put("ACQUIRE", duties::acquire);
		actions.put("WRITE_SCHEDULE", duties::writeSchedule);
		actions.put("REMOVE_SCHEDULE", duties::removeSchedule);
		actions.put("DECLARE_SCHEDULES", duties::declareSchedule);
		actions.put("FIRE", duties::fire);
		actions.put("INSERT of tags", duties::insertTagged);
		actions.put("STEP of a delete of tags", duties::deleteTagged);
		actions.put("ADD_SUMS", duties::addSums);
		actions.put("APPEND_ACT", duties::appendAct);
		actions.put("PRUNE_ACTS", duties::pruneActs);
		actions.put("KEEP_STEP", duties::keepStep);
		actions.put("APPEND_LOG", duties::appendLog);
		actions.put("RAW_MOVE", duties::moveItems);
		actions.put("RAW_PUSH", duties::pushItem);
	}

	private static String script(String step) {
		return step.split(" ")[0];
	}

	private RedisCrashStore start(Scene scene) {
		RedisCrashStore store = scene.on(RedisCrashStore.on(scene.use(RedisProcess.server(scene.directory()))));
		TcpProxy proxy = scene.use(TcpProxy.to(store.port(), this.replies));
		return scene.use(store.through(proxy.port(), TIMEOUT));
	}

	/**
	 * As an application does: it dispatches again what it was told is not sure. Each may
	 * then exist twice, under two ids.
	 */
	private List<JobId> dispatch(Scene scene, JobDispatcher jobs, List<JobRequest> requests) {
		int before = this.replies.lost();
		try {
			return scene.dispatch(jobs, requests);
		}
		catch (JobDispatchException ex) {
			assertThat(this.replies.lost()).as("replies lost").isGreaterThan(before);
			assertThat(ex).hasMessageContaining("not known");
			return scene.dispatch(jobs, requests);
		}
	}

}
