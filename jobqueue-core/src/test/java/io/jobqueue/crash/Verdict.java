package io.jobqueue.crash;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a bad day did to the jobs: the ledger, held against the records of the store.
 *
 * @param day the name of the day
 * @param jobs how many jobs were dispatched or ran
 * @param lost jobs whose dispatch had returned and that the store does not know, or has
 * as a success although no handler returned
 * @param endedTwice jobs with two ends, in the store's history or as their workers heard
 * @param stuck jobs that did not end in time
 * @param ranTwice jobs that were started more than once
 * @param ranTwiceForNothing those of them that no history explains: by a lost lease, a
 * shutdown or a retry
 * @param recovered how long after the last harm, or its end, it took until all that was
 * under way went on
 * @param ends how many jobs the store has with which status
 * @param evidence what the ledger and the store say of the jobs that are named above
 */
record Verdict(String day, int jobs, Set<String> lost, Set<String> endedTwice, Set<String> stuck, Set<String> ranTwice,
		Set<String> ranTwiceForNothing, Duration recovered, Map<String, Long> ends, Map<String, String> evidence) {

	Verdict {
		lost = Set.copyOf(lost);
		endedTwice = Set.copyOf(endedTwice);
		stuck = Set.copyOf(stuck);
		ranTwice = Set.copyOf(ranTwice);
		ranTwiceForNothing = Set.copyOf(ranTwiceForNothing);
		ends = Map.copyOf(ends);
		evidence = Map.copyOf(evidence);
	}

	/** What must hold on every day. */
	Verdict requireNoHarm() {
		assertThat(this.lost).as(text("lost", this.lost)).isEmpty();
		assertThat(this.endedTwice).as(text("ended twice", this.endedTwice)).isEmpty();
		assertThat(this.stuck).as(text("stuck", this.stuck)).isEmpty();
		assertThat(this.ranTwiceForNothing).as(text("run twice without a lost lease", this.ranTwiceForNothing))
			.isEmpty();
		return this;
	}

	/** What must hold where no lease is lost. */
	Verdict requireNoneRanTwice() {
		assertThat(this.ranTwice).as(text("run twice", this.ranTwice)).isEmpty();
		return this;
	}

	/** What must hold where a worker is lost. */
	Verdict requireRecoveryWithin(Duration longest) {
		assertThat(this.recovered).as("%s: recovery", this.day).isLessThanOrEqualTo(longest);
		return this;
	}

	/** One line. */
	String figures() {
		return "%s jobs=%d lost=%d endedTwice=%d stuck=%d ranTwice=%d ranTwiceForNothing=%d recovered=%dms ends=%s"
			.formatted(this.day, this.jobs, this.lost.size(), this.endedTwice.size(), this.stuck.size(),
					this.ranTwice.size(), this.ranTwiceForNothing.size(), this.recovered.toMillis(),
					new TreeMap<>(this.ends));
	}

	private String text(String what, Set<String> ids) {
		String seen = ids.stream()
			.sorted()
			.limit(3)
			.map((id) -> id + "\n" + this.evidence.getOrDefault(id, ""))
			.collect(Collectors.joining("\n"));
		return "%s%n%d of %d jobs %s: %s%n%s".formatted(figures(), ids.size(), this.jobs, what,
				ids.stream().sorted().limit(20).toList(), seen);
	}

}
