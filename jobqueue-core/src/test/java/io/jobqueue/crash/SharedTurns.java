package io.jobqueue.crash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.jobqueue.crash.Ledger.Entry;
import io.jobqueue.crash.Ledger.Event;

/**
 * In which order the queues of a shared container started their jobs: one run for each
 * series of starts of one queue on one worker.
 */
record SharedTurns(List<Run> runs) {

	SharedTurns {
		runs = List.copyOf(runs);
	}

	/** The starts before a number of ends. */
	static SharedTurns of(List<Entry> entries, int ends) {
		List<Run> runs = new ArrayList<>();
		int ended = 0;
		for (Entry entry : entries) {
			ended += (entry.event() == Event.END) ? 1 : 0;
			if (entry.event() == Event.START && ended < ends) {
				add(runs, entry.worker(), entry.job().substring(0, entry.job().indexOf('-')));
			}
		}
		return new SharedTurns(runs);
	}

	private static void add(List<Run> runs, String worker, String queue) {
		Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
		if (last != null && last.worker.equals(worker) && last.queue.equals(queue)) {
			runs.set(runs.size() - 1, new Run(worker, queue, last.starts + 1));
		}
		else {
			runs.add(new Run(worker, queue, 1));
		}
	}

	/** The same without the longest runs of a queue on a worker. */
	SharedTurns withoutLongest(int count, String worker, String queue) {
		List<Run> longest = this.runs.stream()
			.filter((run) -> run.worker.equals(worker) && run.queue.equals(queue))
			.sorted(Comparator.comparingInt(Run::starts).reversed())
			.limit(count)
			.toList();
		List<Run> left = new ArrayList<>(this.runs);
		longest.forEach(left::remove);
		return new SharedTurns(left);
	}

	int starts(String queue) {
		return this.runs.stream().filter((run) -> run.queue.equals(queue)).mapToInt(Run::starts).sum();
	}

	/**
	 * Starts of one queue without one of another queue between them.
	 */
	record Run(String worker, String queue, int starts) {
	}

}
