package io.jobqueue.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.crash.Ledger.Entry;
import io.jobqueue.crash.Ledger.Event;

/**
 * Comes to the verdict.
 */
final class Trial {

	/** What a history tells of an attempt that another may follow. */
	private static final Set<JobStatus> GOES_ON = Set.of(JobStatus.QUEUED, JobStatus.INTERRUPTED, JobStatus.RETRY);

	private final Map<String, List<Entry>> ledger;

	private final Map<String, JobInfo> store;

	Trial(List<Entry> entries, Map<String, JobInfo> store) {
		this.ledger = entries.stream().collect(Collectors.groupingBy(Entry::job));
		this.store = Map.copyOf(store);
	}

	/**
	 * Judge.
	 * @param day the name of the day
	 * @param harms the moments from which on work had to go on
	 */
	Verdict verdict(String day, List<Instant> harms) {
		Set<String> lost = all(this::isLost);
		Set<String> endedTwice = all(Trial::hasEndedTwice);
		Set<String> stuck = all((job, entries) -> job != null && !job.status().isEnd());
		Set<String> forNothing = all(Trial::ranTwiceForNothing);
		Set<String> ranTwice = all((job, entries) -> count(entries, Event.START) > 1);
		Map<String, String> evidence = new HashMap<>();
		List.of(lost, endedTwice, stuck, forNothing)
			.forEach((ids) -> ids.stream().limit(3).forEach((id) -> evidence.put(id, evidence(id))));
		Map<String, Long> ends = this.store.values()
			.stream()
			.collect(Collectors.groupingBy((job) -> job.status().name(), Collectors.counting()));
		Duration recovered = harms.stream().map(this::recovery).max(Duration::compareTo).orElse(Duration.ZERO);
		return new Verdict(day, this.ledger.size(), lost, endedTwice, stuck, ranTwice, forNothing, recovered, ends,
				evidence);
	}

	private Set<String> all(BiPredicate<JobInfo, List<Entry>> what) {
		return this.ledger.entrySet()
			.stream()
			.filter((entry) -> what.test(this.store.get(entry.getKey()), entry.getValue()))
			.map(Map.Entry::getKey)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private boolean isLost(JobInfo job, List<Entry> entries) {
		return (job == null) ? count(entries, Event.DISPATCHED) > 0
				: job.status() == JobStatus.SUCCESS && count(entries, Event.END) == 0;
	}

	private static boolean hasEndedTwice(JobInfo job, List<Entry> entries) {
		boolean inHistory = job != null
				&& job.history().stream().map(JobAttempt::outcome).filter(JobStatus::isEnd).count() > 1;
		return inHistory || deliveries(entries, Event.STORED) > 1;
	}

	/** A start that neither the end nor another entry of the history accounts for. */
	private static boolean ranTwiceForNothing(JobInfo job, List<Entry> entries) {
		long starts = count(entries, Event.START);
		if (starts < 2 || job == null) {
			return false;
		}
		long explained = 1 + job.history().stream().map(JobAttempt::outcome).filter(GOES_ON::contains).count();
		return starts > explained || deliveries(entries, Event.START) < starts;
	}

	private static long count(List<Entry> entries, Event event) {
		return entries.stream().filter((entry) -> entry.event() == event).count();
	}

	private static long deliveries(List<Entry> entries, Event event) {
		return entries.stream().filter((entry) -> entry.event() == event).map(Entry::delivery).distinct().count();
	}

	/** Until the last job that was under way at a moment started anew or had ended. */
	private Duration recovery(Instant harm) {
		return this.ledger.values()
			.stream()
			.map((entries) -> goesOn(entries, harm))
			.max(Duration::compareTo)
			.orElse(Duration.ZERO);
	}

	private static Duration goesOn(List<Entry> entries, Instant harm) {
		boolean open = false;
		for (Entry entry : entries) {
			boolean step = entry.event() == Event.START || entry.event() == Event.STORED;
			if (step && entry.time().isAfter(harm)) {
				return open ? Duration.between(harm, entry.time()) : Duration.ZERO;
			}
			open = step ? entry.event() == Event.START : open;
		}
		return Duration.ZERO;
	}

	private String evidence(String id) {
		JobInfo job = this.store.get(id);
		String record = (job != null)
				? "store: %s by %s, delivery %d, history %s".formatted(job.status(), job.worker(), job.delivery(),
						job.history().stream().map((each) -> each.outcome() + " by " + each.worker()).toList())
				: "store: unknown";
		String lines = this.ledger.get(id)
			.stream()
			.map((entry) -> "  " + entry.time() + " " + entry.event() + " " + entry.worker() + " " + entry.delivery())
			.collect(Collectors.joining("\n"));
		return record + "\n" + lines;
	}

}
