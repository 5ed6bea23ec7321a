package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.jobqueue.FailureGroup;

/** Describes problems of queues and workers. */
final class Findings {

	private static final Duration LATE = Duration.ofMinutes(5);

	private static final Duration VERY_LATE = Duration.ofMinutes(30);

	/** How many queues are named for each severity. */
	private static final int NAMED = 3;

	/** What is true of the other queues. */
	private static final Map<Severity, String> OTHERS = Map.of(Severity.BAD, "have no worker or are late",
			Severity.WARN, "are late", Severity.NOTE, "are paused, and jobs are waiting");

	private Findings() {
	}

	static List<Finding> of(List<QueueRow> queues, List<FailureGroup> failures, int workers) {
		List<Finding> findings = new ArrayList<>();
		if (workers == 0) {
			findings.add(new Finding(Severity.BAD, "No worker is alive: no job is run", "workers"));
		}
		findings.addAll(ofQueues(queues, workers));
		failures.stream().findFirst().ifPresent((largest) -> findings.add(ofFailures(failures, largest)));
		findings.sort(Comparator.comparing(Finding::severity));
		return findings;
	}

	/** Those of the queues with the most jobs, and how many there are beside these. */
	private static List<Finding> ofQueues(List<QueueRow> queues, int workers) {
		Map<Severity, List<Finding>> all = queues.stream()
			.sorted(Comparator.comparingLong(QueueRow::due).reversed())
			.flatMap((queue) -> ofQueue(queue, workers).stream())
			.collect(Collectors.groupingBy(Finding::severity));
		List<Finding> shown = new ArrayList<>();
		all.forEach((severity, findings) -> {
			int named = (findings.size() > NAMED + 1) ? NAMED : findings.size();
			shown.addAll(findings.subList(0, named));
			if (named < findings.size()) {
				shown.add(new Finding(severity,
						"%d more queues %s".formatted(findings.size() - named, OTHERS.get(severity)), "queues"));
			}
		});
		return shown;
	}

	private static Optional<Finding> ofQueue(QueueRow queue, int workers) {
		if (queue.due() == 0) {
			return Optional.empty();
		}
		String link = "queues?name=" + queue.name();
		String jobs = jobs(queue.due());
		if (queue.paused()) {
			return Optional.of(new Finding(Severity.NOTE,
					"Queue '%s' is paused, and %s waiting".formatted(queue.name(), jobs), link));
		}
		if (queue.workers() == 0 && workers > 0) {
			return Optional.of(new Finding(Severity.BAD,
					"Queue '%s' has no worker, and %s waiting".formatted(queue.name(), jobs), link));
		}
		Long age = queue.oldestAgeMillis();
		if (age == null || age < LATE.toMillis()) {
			return Optional.empty();
		}
		return Optional.of(new Finding((age < VERY_LATE.toMillis()) ? Severity.WARN : Severity.BAD,
				"Queue '%s' is late: its oldest job has waited %s".formatted(queue.name(), minutes(age)), link));
	}

	private static Finding ofFailures(List<FailureGroup> failures, FailureGroup largest) {
		long all = failures.stream().mapToLong(FailureGroup::count).sum();
		String type = largest.errorType().substring(largest.errorType().lastIndexOf('.') + 1);
		String most = "task '%s' in queue '%s'%s".formatted(largest.task(), largest.queue(),
				type.isEmpty() ? "" : " with " + type);
		return new Finding(Severity.WARN, (failures.size() == 1) ? "%d dead %s: %s".formatted(all, letters(all), most)
				: "%d dead letters, most of them (%d): %s".formatted(all, largest.count(), most), "failures");
	}

	private static String letters(long count) {
		return (count == 1) ? "letter" : "letters";
	}

	private static String jobs(long count) {
		return (count == 1) ? "1 job is" : "%d jobs are".formatted(count);
	}

	private static String minutes(long millis) {
		Duration age = Duration.ofMillis(millis);
		if (age.toHours() < 2) {
			return "%d min".formatted(age.toMinutes());
		}
		return (age.toDays() < 2) ? "%d h".formatted(age.toHours()) : "%d days".formatted(age.toDays());
	}

	/** How bad a finding is, the worst first. */
	enum Severity {

		/** Jobs are not run. */
		BAD,
		/** A user should look at it. */
		WARN,
		/** A user has caused this on purpose. */
		NOTE

	}

	/**
	 * A problem, or a state that a user should know.
	 *
	 * @param severity how bad it is
	 * @param text what it is
	 * @param view the view of the page that shows it
	 */
	record Finding(Severity severity, String text, String view) {
	}

}
